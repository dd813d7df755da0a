package dev.longboat.journal;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.testkit.CallKind;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.CrashMoment;
import dev.longboat.testkit.Fault;
import dev.longboat.testkit.FaultEffect;
import dev.longboat.testkit.ScriptCommand;
import dev.longboat.testkit.ScriptInterpreter;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimulatedCrash;
import dev.longboat.testkit.Transcript;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells stories of one journal on one simulated disk, with every change of the disk. Confined to
/// the test's thread.
///
/// | command | does |
/// |---|---|
/// | `open` | opens the journal and shows what it replays |
/// | `append index=N value=TEXT [bytes=N] [extent] [sync]` | adds an entry, or an extent |
/// | `sync`, `mark`, `close` | as the journal's own |
/// | `sync crash [keep=...]` | cuts the power during the write |
/// | `read index=N` | reads an entry's value by its pointer |
/// | `crash [keep=all, none or N]` | cuts the power; N units survive |
/// | `kill` | ends the process; the disk's cache survives |
/// | `flip file=NAME byte=N` | damages a byte |
/// | `capacity bytes=N` | limits the disk |
/// | `fail call=KIND [nth=N] [full]` | plans a failure |
/// | `chain` | shows the chain |
/// | `dump` | shows every frame |
final class JournalScript implements ScriptInterpreter, AutoCloseable {
    private final Transcript transcript = Transcript.ofChanges();
    private final List<Optional<Pointer>> pointers = new ArrayList<>();

    private SimDisk disk = new SimDisk().record(transcript);
    private Optional<Journal> journal = Optional.empty();

    @Override
    public String run(ScriptCommand command) throws IOException {
        List<String> shown = new ArrayList<>();
        try {
            carryOut(command, shown);
        } catch (IOException e) {
            shown.add("error: " + (e instanceof DamagedFileException ? "damaged: " : "") + e.getMessage());
        }
        List<String> lines = new ArrayList<>();
        transcript.take().forEach(line -> lines.add(line.stripTrailing()));
        lines.addAll(shown);
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private void carryOut(ScriptCommand command, List<String> shown) throws IOException {
        switch (command.name()) {
            case "open" -> open(command, shown);
            case "append" -> append(command);
            case "sync" -> sync(command);
            case "mark" -> journal().mark();
            case "close" -> {
                journal().close();
                journal = Optional.empty();
            }
            case "read" -> shown.add(read((int) command.number("index", 0)));
            case "crash" -> crash(command);
            case "kill" -> journal = Optional.empty();
            case "flip" -> disk.atRest().flipBit(command.option("file").orElseThrow(), 8 * command.number("byte", 0));
            case "capacity" -> disk.capacityBytes(command.number("bytes", 0));
            case "fail" -> fail(command);
            case "chain" -> new FileChain(disk).segments().forEach(segment -> shown.add(segment.toString()));
            case "dump" -> JournalDump.of(disk, new FileChain(disk).segments()).describe(shown::add);
            default -> throw command.unknown();
        }
    }

    private void open(ScriptCommand command, List<String> shown) throws IOException {
        int segmentBytes = (int) command.number("segment", JournalWorkload.OPTIONS.segmentBytes());
        JournalOptions options = JournalWorkload.OPTIONS
                .withZeroAheadBytes((int) command.number("zeros", 0))
                .withSegmentBytes(segmentBytes);
        FrameVisitor visitor = (head, at, generation, payload) -> {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            shown.add("frame " + head.type() + " index=" + head.index() + " value="
                    + text(bytes) + " at " + at + "."
                    + generation);
        };
        FileChain chain = new FileChain(disk);
        Journal opened = Journal.open(disk, JournalWorkload.STORE, chain, chain.applied(), options, visitor);
        shown.add("durable before " + opened.durable());
        journal = Optional.of(opened);
    }

    private void append(ScriptCommand command) throws IOException {
        String text = command.option("value").orElse("");
        byte[] value = (text + ".".repeat((int) Math.max(0, command.number("bytes", 0) - text.length())))
                .getBytes(StandardCharsets.UTF_8);
        journal().begin(value.length).put(value);
        int index = (int) command.number("index", 0);
        while (pointers.size() <= index) {
            pointers.add(Optional.empty());
        }
        int crc = Checksum.of(ByteBuffer.wrap(value), 0, value.length);
        Position at = journal().payloadPosition();
        pointers.set(
                index, Optional.of(new Pointer(at.segment(), journal().generation(), at.offset(), value.length, crc)));
        FrameType type = command.has("extent") ? FrameType.EXTENT : FrameType.ENTRY;
        journal().end(new FrameHead(type, 0, 0, index));
        if (command.has("sync")) {
            journal().sync();
        }
    }

    private void sync(ScriptCommand command) throws IOException {
        if (!command.has("crash")) {
            journal().sync();
            return;
        }
        disk.crashAtCall(disk.calls() + 1, CrashMoment.DURING);
        try {
            journal().sync();
        } catch (SimulatedCrash _) {
            crash(command);
        }
    }

    private String read(int index) throws IOException {
        Pointer pointer = pointers.get(index).orElseThrow();
        ByteBuffer target = ByteBuffer.allocate(pointer.length());
        journal().read(pointer, target);
        return "value=" + text(target.array());
    }

    /// The bytes as text, a long filling cut short.
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\.{9,}", "...");
    }

    private void crash(ScriptCommand command) {
        String keep = command.option("keep").orElse("none");
        CrashChoice choice = switch (keep) {
            case "none" -> CrashChoice.dropAll();
            case "all" -> CrashChoice.keepAll();
            default -> CrashChoice.keepFirst(Integer.parseInt(keep));
        };
        journal = Optional.empty();
        disk = disk.crash(choice).record(transcript);
    }

    private void fail(ScriptCommand command) {
        CallKind kind = CallKind.valueOf(command.option("call").orElseThrow());
        FaultEffect effect = command.has("full") ? new FaultEffect.NoSpace() : FaultEffect.inputOutput();
        disk.plan(Fault.nth(kind, command.number("nth", 1), effect));
    }

    private Journal journal() {
        return journal.orElseThrow();
    }

    @Override
    public void close() {
        journal = Optional.empty();
    }
}
