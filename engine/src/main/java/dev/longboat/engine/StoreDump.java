package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.DataDirectory;
import dev.longboat.disk.Disk;
import dev.longboat.disk.ForeignFormatException;
import dev.longboat.disk.Identity;
import dev.longboat.disk.LinuxDisk;
import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.JournalDump;
import dev.longboat.table.BlockCache;
import dev.longboat.table.Table;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/// Describes the files of a store for people: who it is, the manifest's edits, every frame of the
/// journal with what its entry does, and the tables. Offline and read-only: it takes no lock, so
/// the store should not be running; damage is described, not refused.
///
/// ```java
/// StoreDump.describe(Path.of("data"), System.out::println);
/// ```
///
/// Confined to the thread that calls it.
public final class StoreDump {
    private final Disk disk;
    private final UUID store;
    private final Consumer<String> out;
    private ManifestState state = ManifestState.EMPTY;

    private StoreDump(Disk disk, UUID store, Consumer<String> out) {
        this.disk = disk;
        this.store = store;
        this.out = out;
    }

    /// Describes the store in a directory.
    ///
    /// @param out takes the lines
    /// @throws StoreFormatException when the directory holds no store
    /// @throws CorruptionException when not even the store's identity can be read
    /// @throws StoreFailedException when the directory cannot be read
    public static void describe(Path directory, Consumer<String> out) {
        try {
            describe(LinuxDisk.at(directory), out);
        } catch (IOException e) {
            throw Failures.ofOpen(e);
        }
    }

    /// Describes the store on any disk.
    static void describe(Disk disk, Consumer<String> out) throws IOException {
        Optional<Identity> found = DataDirectory.identityOn(disk);
        if (found.isEmpty()) {
            out.accept("nothing: a store would be made here");
            return;
        }
        Identity identity = found.get();
        out.accept(String.format(
                Locale.ROOT,
                "IDENTITY  format %d  store %s  node %s  created %s",
                identity.formatVersion(),
                identity.store(),
                HexFormat.of().toHexDigits(identity.node()),
                Instant.ofEpochMilli(identity.createdMillis())));
        new StoreDump(disk, identity.store(), out).describe();
    }

    private void describe() throws IOException {
        boolean known = describeManifest();
        List<ChainedSegment> segments = state.segments();
        JournalDump journal = known ? JournalDump.of(disk, segments) : JournalDump.of(disk);
        journal.describe(out, new EntryDump(out));
        describeTables();
    }

    /// @return whether the manifest could be read to its end
    private boolean describeManifest() throws IOException {
        long number = Manifest.newest(disk);
        if (number == 0) {
            out.accept("no manifest");
            return false;
        }
        String name = ManifestFile.nameOf(number);
        out.accept(name);
        try {
            state = ManifestFile.read(disk, name, store, number, this::describe).state();
            if ((state.features() & ManifestState.COMPRESSED_VALUES) != 0) {
                out.accept("            the store may hold compressed values");
            }
            return true;
        } catch (DamagedFileException | ForeignFormatException e) {
            out.accept(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void describe(int at, long sequence, ManifestEdit edit) {
        String text = switch (edit) {
            case ManifestEdit.Whole whole ->
                "whole     " + applied(whole.state().applied()) + "  segments "
                        + whole.state().segments().stream()
                                .map(StoreDump::segment)
                                .toList()
                        + "  tables "
                        + whole.state().tables().stream()
                                .map(ManifestState.TableEntry::id)
                                .toList();
            case ManifestEdit.Chained chained ->
                "chained   " + segment(chained.next())
                        + (chained.endOfLast() == ChainedSegment.OPEN
                                ? ", the first"
                                : ", the last ends at " + chained.endOfLast());
            case ManifestEdit.Flushed flushed ->
                "flushed   " + table(flushed.table()) + "  " + applied(flushed.applied());
            case ManifestEdit.Merged merged ->
                "merged    " + merged.replaced() + " to "
                        + merged.tables().stream().map(StoreDump::table).toList();
            case ManifestEdit.Retired retired -> "retired   segments " + retired.segments();
        };
        out.accept(String.format(Locale.ROOT, "%10d  %6d  %s", at, sequence, text));
    }

    private static String applied(Memtable.Applied applied) {
        return "applied to " + applied.position() + ": index " + applied.index() + "  revision " + applied.revision()
                + "  keys " + applied.keys() + (applied.horizon() == 0 ? "" : "  trimmed to " + applied.horizon());
    }

    private static String segment(ChainedSegment segment) {
        return segment.id() + "." + segment.generation() + (segment.isOpen() ? " open" : " to " + segment.end());
    }

    private static String table(ManifestState.TableEntry table) {
        return "table " + table.id() + " of run " + table.run() + ": " + table.rows() + " rows  revisions "
                + table.revisionMin() + " to "
                + table.revisionMax() + "  " + table.fileBytes() + " bytes  footer sums to "
                + HexFormat.of().toHexDigits(table.footerCrc32c());
    }

    private void describeTables() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        if (disk.exists("tables")) {
            disk.list("tables").forEach(name -> names.add("tables/" + name));
        }
        TreeSet<String> listed = new TreeSet<>();
        state.tables().forEach(entry -> listed.add(LiveTable.nameOf(entry.id())));
        names.addAll(listed);
        try (BlockCache cache = new BlockCache(0)) {
            for (String name : names) {
                out.accept(name + (listed.contains(name) ? "  listed  " : "  not listed  ") + summary(name, cache));
            }
        }
    }

    private String summary(String name, BlockCache cache) throws IOException {
        String number = name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.tbl$", "");
        if (!number.matches("\\d{8,18}")) {
            return "no table's name";
        }
        try (Table table = Table.open(disk, name, store, Long.parseLong(number), cache)) {
            return table.summary() + "  keys " + EntryDump.key(table.summary().firstKey()) + " to "
                    + EntryDump.key(table.summary().lastKey()) + "  refers to "
                    + table.summary().bytesPerSegment();
        } catch (DamagedFileException | ForeignFormatException e) {
            return String.valueOf(e.getMessage());
        } catch (NoSuchFileException _) {
            return "the file is missing";
        }
    }
}
