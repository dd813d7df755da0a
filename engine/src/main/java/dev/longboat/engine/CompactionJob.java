package dev.longboat.engine;

import dev.longboat.table.MergingCursor;
import dev.longboat.table.RowCursor;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One merge: reads the rows of some tables in order, leaves out what nobody can see any more,
/// moves values out of segments that are to go, and writes what is left to new tables. Nothing
/// refers to these yet when it is done. Confined to the store-compaction thread.
///
/// Lifetime: whoever runs it holds the inputs; what it wrote is deleted when it fails.
final class CompactionJob {
    private final Compaction compaction;
    private final TableFiles files;
    private final Reach reach;
    private final HistoryFilter.Above above;
    private final OwnRows.Holding holding;
    private final Relocation relocation;
    private final long tableBytesMax;
    private final Pace pace;

    private final List<ManifestState.TableEntry> written = new ArrayList<>();
    private OptionalLong run;
    private @Nullable TableOutput output;
    private byte @Nullable [] lastKey;

    /// @param reach every read that sees the result begins with this or less
    CompactionJob(
            Compaction compaction,
            TableFiles files,
            Reach reach,
            HistoryFilter.Above above,
            OwnRows.Holding holding,
            Relocation relocation,
            long tableBytesMax,
            Pace pace) {
        this.compaction = compaction;
        this.files = files;
        this.reach = reach;
        this.above = above;
        this.holding = holding;
        this.relocation = relocation;
        this.tableBytesMax = tableBytesMax;
        this.pace = pace;
        this.run = compaction.run();
    }

    /// Does it.
    ///
    /// @return the tables that hold what is left, their files and names durable
    List<ManifestState.TableEntry> run() throws IOException {
        try (RowCursor rows = rows()) {
            HistoryFilter filter = new HistoryFilter(reach, compaction.bottom(), above, this::move);
            OwnRows own = new OwnRows(reach, compaction.bottom(), holding);
            for (rows.seekFirst(); rows.valid(); rows.next()) {
                Change change = VersionReader.changeAt(rows);
                if (StoredKeys.isUsers(rows.key())) {
                    filter.row(rows.key(), change);
                } else if (own.stays(rows.key(), change)) {
                    write(rows.key().clone(), change, false);
                }
                pace.spend(rows.key().length + rows.payload().remaining());
            }
            filter.end();
            relocation.finish(this::write);
            finishTable();
            return written;
        } catch (IOException | RuntimeException e) {
            discard(e);
            throw e;
        }
    }

    private RowCursor rows() throws IOException {
        List<RowCursor> inputs = new ArrayList<>();
        for (LiveTable table : compaction.inputs()) {
            inputs.add(table.table().scan());
        }
        return new MergingCursor(inputs);
    }

    private void move(byte[] key, Change change, boolean shadows) throws IOException {
        relocation.row(key, change, shadows, this::write);
    }

    /// Goes on in another table only between keys: no two tables of a run hold the same one.
    private void write(byte[] key, Change change, boolean shadows) throws IOException {
        if (output != null && output.bytes() >= tableBytesMax && !Arrays.equals(key, lastKey)) {
            finishTable();
        }
        if (output == null) {
            output = run.isPresent() ? files.create(run.getAsLong()) : files.create();
            run = OptionalLong.of(output.run());
        }
        output.add(key, change, shadows);
        lastKey = key;
    }

    private void finishTable() throws IOException {
        TableOutput done = output;
        output = null;
        if (done != null) {
            try (Closeable _ = done) {
                written.add(done.finish(reach.horizon()));
            }
        }
    }

    private void discard(Exception cause) {
        try {
            if (output != null) {
                output.close();
            }
            for (ManifestState.TableEntry entry : written) {
                files.discard(entry.id());
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
