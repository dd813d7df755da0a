package dev.longboat.engine;

import dev.longboat.disk.ExhaustedException;
import dev.longboat.table.RowCursor;
import java.io.IOException;

/// Turns the oldest sealed memtable into a table.
///
/// The order is that of E4: the table's file and name are synced, then the manifest edit, then
/// readers see it. Confined to the store-flush thread.
final class Flush implements WorkerDriver.Work {
    private final AppliedState state;
    private final Manifest manifest;
    private final TableFiles files;
    private final SpaceGuard space;

    Flush(AppliedState state, Manifest manifest, TableFiles files, SpaceGuard space) {
        this.state = state;
        this.manifest = manifest;
        this.files = files;
        this.space = space;
    }

    /// Flushes one memtable.
    ///
    /// @return whether there was any
    @Override
    public boolean step(Pace pace) throws IOException {
        return space.tried(this::attempt);
    }

    /// Flushes all that is sealed. For what a full disk has no room for, the journal stands.
    @Override
    public void end() throws IOException {
        try {
            while (step(Pace.FREE)) {
                // Each step is one memtable.
            }
        } catch (ExhaustedException _) {
            // The next start replays it.
        }
    }

    private boolean attempt() throws IOException {
        TableSet set = state.hold();
        try {
            if (set.sealed().isEmpty()) {
                return false;
            }
            flush(set.sealed().getLast());
            return true;
        } finally {
            set.release();
        }
    }

    private void flush(Memtable.Sealed memtable) throws IOException {
        ManifestState.TableEntry entry = write(memtable);
        LiveTable table = files.open(entry);
        try {
            manifest.append(new ManifestEdit.Flushed(entry, memtable.applied()));
        } catch (ExhaustedException e) {
            table.discard();
            throw e;
        } catch (IOException | RuntimeException e) {
            table.letGo();
            throw e;
        }
        state.flushed(memtable, table);
    }

    private ManifestState.TableEntry write(Memtable.Sealed memtable) throws IOException {
        try (RowCursor rows = memtable.rows().cursor();
                TableOutput output = files.create()) {
            for (rows.seekFirst(); rows.valid(); rows.next()) {
                Change change = VersionReader.changeAt(rows);
                output.add(rows.key(), change, change.at().previousRevision() != 0);
            }
            return output.finish(memtable.applied().horizon());
        }
    }
}
