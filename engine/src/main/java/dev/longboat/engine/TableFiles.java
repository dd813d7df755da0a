package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.table.BlockCache;
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
import java.util.concurrent.atomic.AtomicLong;

/// Makes and opens the files in `tables/`. Safe for concurrent use.
final class TableFiles {
    static final String DIRECTORY = "tables";

    private final Disk disk;
    private final UUID store;
    private final BlockCache cache;
    private final ValueReader values;
    private final SegmentPins pins;
    private final TableOptions options;
    private final AtomicLong nextId;

    /// @param nextId above the id of every table ever listed
    TableFiles(
            Disk disk,
            UUID store,
            BlockCache cache,
            ValueReader values,
            SegmentPins pins,
            TableOptions options,
            long nextId) {
        this.disk = disk;
        this.store = store;
        this.cache = cache;
        this.values = values;
        this.pins = pins;
        this.options = options;
        this.nextId = new AtomicLong(nextId);
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
        return new LiveTable(entry, table, disk, pins);
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

    /// Begins the first table of a new run.
    TableOutput create() throws IOException {
        long id = nextId.getAndIncrement();
        return create(id, id);
    }

    /// Begins one more table of a run.
    TableOutput create(long run) throws IOException {
        return create(nextId.getAndIncrement(), run);
    }

    private TableOutput create(long id, long run) throws IOException {
        DurableDirectory.create(disk, DIRECTORY);
        TableWriter writer = TableWriter.create(disk, LiveTable.nameOf(id), store, id, options);
        return new TableOutput(disk, values, writer, id, run);
    }

    /// Deletes the file of a table that no manifest has ever listed.
    void discard(long id) throws IOException {
        String name = LiveTable.nameOf(id);
        if (disk.exists(name)) {
            disk.delete(name);
        }
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
