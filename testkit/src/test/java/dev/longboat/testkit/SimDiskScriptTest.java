package dev.longboat.testkit;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The fault model as stories: `simdisk/*.txt`.
final class SimDiskScriptTest {
    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        return GoldenScripts.in("simdisk", Script::new);
    }

    /// Drives one disk at a time. Bytes show as one letter a sector, `.` for zeros and `?` for a
    /// mixture; a letter stands for the byte that `write … fill=` was given.
    private static final class Script implements ScriptInterpreter {
        private SimDisk disk = new SimDisk();
        private SimDisk before = disk;

        @Override
        public String run(ScriptCommand command) throws IOException {
            return switch (command.name()) {
                case "create" -> {
                    disk.create(command.word(0), WriteMode.BUFFERED).close();
                    yield "";
                }
                case "mkdir" -> {
                    disk.createDirectory(command.word(0));
                    yield "";
                }
                case "write" -> write(command);
                case "truncate" -> {
                    try (DiskFile file = disk.openToWrite(command.word(0), WriteMode.BUFFERED)) {
                        file.truncate(command.number("sectors", 0) * SimDisk.SECTOR_BYTES);
                    }
                    yield "";
                }
                case "sync" -> {
                    try (DiskFile file = disk.openToWrite(command.word(0), WriteMode.BUFFERED)) {
                        file.sync(SyncKind.valueOf(command.word(1).toUpperCase(Locale.ROOT)));
                    }
                    yield "";
                }
                case "syncdir" -> {
                    disk.syncDirectory(command.words().isEmpty() ? "" : command.word(0));
                    yield "";
                }
                case "rename" -> {
                    disk.rename(command.word(0), command.word(1));
                    yield "";
                }
                case "delete" -> {
                    disk.delete(command.word(0));
                    yield "";
                }
                case "fail" -> {
                    CallKind kind = CallKind.valueOf(command.word(0).toUpperCase(Locale.ROOT));
                    disk.plan(Fault.nth(kind, command.number("nth", 1), new FaultEffect.LostSync()));
                    yield "";
                }
                case "drop-caches" -> {
                    disk.dropCaches();
                    yield "";
                }
                case "show" -> show(disk);
                case "crash" -> {
                    before = disk;
                    disk = disk.crash(choice(command));
                    yield disk.crashReport().orElseThrow() + "\n" + show(disk);
                }
                case "back" -> {
                    disk = before;
                    yield "";
                }
                case "worlds" -> worlds();
                default -> throw command.unknown();
            };
        }

        private String write(ScriptCommand command) throws IOException {
            WriteMode mode = command.has("durable") ? WriteMode.DURABLE : WriteMode.BUFFERED;
            try (Arena arena = Arena.ofConfined();
                    DiskFile file = disk.openToWrite(command.word(0), mode)) {
                int bytes = (int) command.number("sectors", 1) * SimDisk.SECTOR_BYTES;
                ByteBuffer source = AlignedBuffers.allocate(arena, (int) AlignedBuffers.roundUp(bytes));
                byte fill = (byte) command.option("fill").orElseThrow().charAt(0);
                while (source.position() < bytes) {
                    source.put(fill);
                }
                file.writeFully(source.flip(), command.number("at", 0) * SimDisk.SECTOR_BYTES);
                return "";
            }
        }

        private static CrashChoice choice(ScriptCommand command) {
            int count = (int) command.number("first", command.number("unit", 0));
            return switch (command.word(0)) {
                case "drop-all" -> CrashChoice.dropAll();
                case "keep-all" -> CrashChoice.keepAll();
                case "zero-all" -> CrashChoice.zeroAll();
                case "keep" -> CrashChoice.keepFirst(count);
                case "drop" -> CrashChoice.dropFirst(count);
                case "keep-only" -> CrashChoice.keepOnly(count);
                default -> throw command.unknown();
            };
        }

        /// Every world of kept and dropped units, with how many choices lead to it.
        private String worlds() {
            var worlds = new TreeMap<String, Integer>();
            int units = disk.pendingUnits();
            for (long mask = 0; mask < 1L << units; mask++) {
                worlds.merge(show(disk.crash(CrashChoice.subset(mask))), 1, Integer::sum);
            }
            var text = new StringBuilder(units + " units, " + worlds.size() + " worlds\n");
            worlds.forEach((world, times) -> text.append("x")
                    .append(times)
                    .append(": ")
                    .append(world.isEmpty() ? "nothing" : world.strip())
                    .append('\n'));
            return text.toString();
        }

        private static String show(SimDisk shown) {
            var text = new StringBuilder();
            for (String name : shown.atRest().files()) {
                text.append(name)
                        .append(" [")
                        .append(sectors(shown.atRest().bytes(name)))
                        .append("] ");
            }
            return text.toString().strip();
        }

        private static String sectors(byte[] bytes) {
            var text = new StringBuilder();
            for (int at = 0; at < bytes.length; at += SimDisk.SECTOR_BYTES) {
                byte first = bytes[at];
                boolean same = true;
                for (int next = at; next < Math.min(bytes.length, at + SimDisk.SECTOR_BYTES); next++) {
                    same &= bytes[next] == first;
                }
                text.append(!same ? '?' : first == 0 ? '.' : (char) first);
            }
            return text.toString();
        }
    }
}
