package dev.longboat.engine;

import dev.longboat.disk.Disk;
import dev.longboat.table.Table;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A table file that somebody may still read. It counts the table sets that hold it; when the last
/// lets go, the file is closed, and deleted if a synced manifest edit has retired it (E4). Until
/// then it pins the segments of the journal to which its rows refer.
///
/// Safe for concurrent use.
final class LiveTable {
    private final ManifestState.TableEntry entry;
    private final Table table;
    private final Disk disk;
    private final SegmentPins pins;
    private final byte[] firstKey;
    private final byte[] lastKey;
    private final AtomicInteger holders = new AtomicInteger();
    private volatile boolean retired;

    LiveTable(ManifestState.TableEntry entry, Table table, Disk disk, SegmentPins pins) {
        this.entry = entry;
        this.table = table;
        this.disk = disk;
        this.pins = pins;
        this.firstKey = table.summary().firstKey();
        this.lastKey = table.summary().lastKey();
        pins.refer(bytesPerSegment().keySet());
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

    /// The key of the first row. The array is not changed by anyone.
    byte[] firstKey() {
        return firstKey;
    }

    /// Whether the other table may hold keys between the first and the last of this one.
    boolean overlaps(LiveTable other) {
        return Arrays.compareUnsigned(firstKey, other.lastKey) <= 0
                && Arrays.compareUnsigned(other.firstKey, lastKey) <= 0;
    }

    /// For each segment of the journal to which rows refer, to how many of its bytes.
    Map<Integer, Long> bytesPerSegment() {
        return table.summary().bytesPerSegment();
    }

    /// No manifest has ever named it, and nobody holds it: the file goes.
    void discard() throws IOException {
        retire();
        letGo();
    }

    /// Nobody holds it, and whether a manifest names it nobody knows: the file is closed and stays.
    void letGo() throws IOException {
        hold();
        release();
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
            pins.release(bytesPerSegment().keySet());
        }
    }
}
