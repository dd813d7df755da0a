package dev.longboat.engine;

import dev.longboat.disk.Disk;
import dev.longboat.table.Table;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/// A table file that somebody may still read. It counts the table sets that hold it; when the last
/// lets go, the file is closed, and deleted if a synced manifest edit has retired it (E4).
///
/// Safe for concurrent use.
final class LiveTable {
    private final ManifestState.TableEntry entry;
    private final Table table;
    private final Disk disk;
    private final AtomicInteger holders = new AtomicInteger();
    private volatile boolean retired;

    LiveTable(ManifestState.TableEntry entry, Table table, Disk disk) {
        this.entry = entry;
        this.table = table;
        this.disk = disk;
    }

    static String nameOf(long id) {
        return String.format("tables/%08d.tbl", id);
    }

    ManifestState.TableEntry entry() {
        return entry;
    }

    Table table() {
        return table;
    }

    void hold() {
        holders.incrementAndGet();
    }

    /// No manifest names it any more: the file goes with its last holder.
    void retire() {
        retired = true;
    }

    void release() throws IOException {
        if (holders.decrementAndGet() == 0) {
            table.close();
            if (retired) {
                table.forget();
                disk.delete(nameOf(entry.id()));
            }
        }
    }
}
