package dev.longboat.engine;

import dev.longboat.table.MergingCursor;
import dev.longboat.table.RowCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What is done behind the scenes, one piece at a time: the oldest sealed memtable becomes a table,
/// or tables become one.
///
/// The order is that of E4: the table's file and name are synced, then the manifest edit, then
/// readers see it, then what it replaces is deleted. Confined to the store-background thread.
final class Housekeeping {
    private final AppliedState state;
    private final Manifest manifest;
    private final TableFiles files;
    private final MergePicker picker;

    Housekeeping(AppliedState state, Manifest manifest, TableFiles files, MergePicker picker) {
        this.state = state;
        this.manifest = manifest;
        this.files = files;
        this.picker = picker;
    }

    /// Does the most urgent piece of work.
    ///
    /// @return whether there was any
    boolean step() throws IOException {
        TableSet set = state.hold();
        try {
            if (!set.sealed().isEmpty()) {
                flush(set.sealed().getLast());
                return true;
            }
            List<LiveTable> picked = picker.pick(set.tables());
            if (!picked.isEmpty()) {
                merge(picked);
            }
            return !picked.isEmpty();
        } finally {
            set.release();
        }
    }

    private void flush(Memtable.Sealed memtable) throws IOException {
        ManifestState.TableEntry entry;
        try (RowCursor rows = memtable.rows().cursor()) {
            entry = files.write(manifest.state().nextTable(), rows);
        }
        LiveTable table = files.open(entry);
        manifest.append(new ManifestEdit.Flushed(entry, memtable.applied()));
        state.flushed(memtable, table);
    }

    private void merge(List<LiveTable> picked) throws IOException {
        ManifestState.TableEntry entry;
        try (RowCursor rows = merging(picked)) {
            entry = files.write(manifest.state().nextTable(), rows);
        }
        LiveTable table = files.open(entry);
        List<Long> ids = picked.stream().map(each -> each.entry().id()).toList();
        manifest.append(new ManifestEdit.Merged(ids, entry));
        state.merged(List.copyOf(picked), table);
    }

    private static RowCursor merging(List<LiveTable> tables) throws IOException {
        List<RowCursor> inputs = new ArrayList<>();
        for (LiveTable table : tables) {
            inputs.add(table.table().scan());
        }
        return new MergingCursor(inputs);
    }
}
