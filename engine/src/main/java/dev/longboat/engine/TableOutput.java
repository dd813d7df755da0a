package dev.longboat.engine;

import dev.longboat.disk.Disk;
import dev.longboat.journal.Pointer;
import dev.longboat.table.TableSummary;
import dev.longboat.table.TableWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A table file being written. Confined to one thread. Lifetime: owns the file until closed; one
/// that was not finished is deleted then.
final class TableOutput implements Closeable {
    private static final int ROW_OVERHEAD_BYTES = 8;

    private final Disk disk;
    private final ValueReader values;
    private final TableWriter writer;
    private final long id;
    private final long run;
    private long bytes;
    private long shadowing;
    private long removals;
    private boolean finished;

    TableOutput(Disk disk, ValueReader values, TableWriter writer, long id, long run) {
        this.disk = disk;
        this.values = values;
        this.writer = writer;
        this.id = id;
        this.run = run;
    }

    /// The run of which the table is a part.
    long run() {
        return run;
    }

    /// Roughly how many bytes of rows there are so far.
    long bytes() {
        return bytes;
    }

    /// Adds a row behind all others.
    ///
    /// @param shadows whether an older row of the key is left, here or in an older table
    void add(byte[] key, Change change, boolean shadows) throws IOException {
        Moment at = change.at();
        byte[] payload = RowCodec.encode(change);
        writer.add(key, at.revision(), at.ordinal(), at.stamp(), ByteBuffer.wrap(payload));
        bytes += key.length + payload.length + ROW_OVERHEAD_BYTES;
        shadowing += shadows ? 1 : 0;
        switch (change) {
            case Change.Put put -> refer(put.value());
            case Change.Removal _ -> removals++;
            case Change.Delete _ -> {}
        }
    }

    private void refer(Stored value) {
        switch (value) {
            case Stored.Inline _, Stored.Uploaded _ -> {}
            case Stored.Framed framed -> refer(framed.pointer());
            case Stored.Scattered scattered -> {
                refer(scattered.map());
                values.pieces(scattered).forEach(piece -> refer(piece.pointer()));
            }
            case Stored.Compressed compressed -> refer(compressed.bytes());
        }
    }

    private void refer(Pointer pointer) {
        writer.refers(pointer.segment(), pointer.length());
    }

    /// Makes the file and its name durable; no manifest lists it yet.
    ///
    /// @param horizon the store's, by which rows have been left out
    ManifestState.TableEntry finish(long horizon) throws IOException {
        TableSummary summary = writer.finish();
        disk.syncDirectory(TableFiles.DIRECTORY);
        finished = true;
        return new ManifestState.TableEntry(
                id,
                summary.fileBytes(),
                summary.rows(),
                summary.revisionMin(),
                summary.revisionMax(),
                summary.footerCrc32c(),
                run,
                horizon,
                new ManifestState.History(shadowing, removals));
    }

    @Override
    public void close() throws IOException {
        writer.close();
        if (!finished) {
            disk.delete(LiveTable.nameOf(id));
        }
    }
}
