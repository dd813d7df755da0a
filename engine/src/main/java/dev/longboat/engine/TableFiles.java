package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.journal.Pointer;
import dev.longboat.table.BlockCache;
import dev.longboat.table.RowCursor;
import dev.longboat.table.Table;
import dev.longboat.table.TableOptions;
import dev.longboat.table.TableSummary;
import dev.longboat.table.TableWriter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Makes and opens the files in `tables/`. Safe for concurrent use.
final class TableFiles {
    private static final String DIRECTORY = "tables";

    private final Disk disk;
    private final UUID store;
    private final BlockCache cache;
    private final ValueReader values;
    private final TableOptions options;

    TableFiles(Disk disk, UUID store, BlockCache cache, ValueReader values, TableOptions options) {
        this.disk = disk;
        this.store = store;
        this.cache = cache;
        this.values = values;
        this.options = options;
    }

    /// Opens a table that the manifest lists.
    LiveTable open(ManifestState.TableEntry entry) throws IOException {
        String name = LiveTable.nameOf(entry.id());
        Table table = openFile(name, entry.id());
        TableSummary found = table.summary();
        if (found.footerCrc32c() != entry.footerCrc32c() || found.fileBytes() != entry.fileBytes()) {
            table.close();
            throw new DamagedFileException(
                    name, 0, "it is not the table that the manifest lists: " + found + ", expected " + entry);
        }
        return new LiveTable(entry, table, disk);
    }

    private Table openFile(String name, long id) throws IOException {
        try {
            return Table.open(disk, name, store, id, cache);
        } catch (NoSuchFileException e) {
            DamagedFileException missing = new DamagedFileException(name, 0, "the table's file is missing");
            missing.initCause(e);
            throw missing;
        }
    }

    /// Writes rows to a new file. When this returns, the file and its name are durable; no manifest
    /// lists it yet.
    ///
    /// @param rows not positioned; all of them are written
    ManifestState.TableEntry write(long id, RowCursor rows) throws IOException {
        DurableDirectory.create(disk, DIRECTORY);
        String name = LiveTable.nameOf(id);
        if (disk.exists(name)) {
            disk.delete(name); // Left by an attempt that failed; no manifest has ever listed it.
        }
        TableSummary summary;
        try (TableWriter writer = TableWriter.create(disk, name, store, id, options)) {
            for (rows.seekFirst(); rows.valid(); rows.next()) {
                writer.add(rows.key(), rows.revision(), rows.ordinal(), rows.stamp(), rows.payload());
                if (VersionReader.changeAt(rows) instanceof Change.Put put) {
                    refer(writer, put.value());
                }
            }
            summary = writer.finish();
        }
        disk.syncDirectory(DIRECTORY);
        return new ManifestState.TableEntry(
                id,
                summary.fileBytes(),
                summary.rows(),
                summary.revisionMin(),
                summary.revisionMax(),
                summary.footerCrc32c());
    }

    private void refer(TableWriter writer, Stored value) {
        switch (value) {
            case Stored.Inline _, Stored.Uploaded _ -> {}
            case Stored.Framed framed -> refer(writer, framed.pointer());
            case Stored.Scattered scattered -> {
                refer(writer, scattered.map());
                values.extents(scattered).forEach(extent -> refer(writer, extent));
            }
        }
    }

    private static void refer(TableWriter writer, Pointer pointer) {
        writer.refers(pointer.segment(), pointer.length());
    }

    /// Deletes files that no manifest lists: left by a crash before the edit that would have, or
    /// after the one that no longer does.
    void deleteOrphans(List<ManifestState.TableEntry> live) throws IOException {
        if (!disk.exists(DIRECTORY)) {
            return;
        }
        Set<String> names = new HashSet<>();
        live.forEach(entry -> names.add(LiveTable.nameOf(entry.id())));
        for (String name : disk.list(DIRECTORY)) {
            if (!names.contains(DIRECTORY + "/" + name)) {
                disk.delete(DIRECTORY + "/" + name);
            }
        }
    }
}
