package dev.longboat.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides which rows outlive a merge: those that some read may see that begins from now on, and of
/// each key the newest, which remembers its ordinal and stamp (E5).
///
/// Rows come newest first along each key. At the bottom, where no older table holds a row of these
/// keys, a removal has done its work once the rows that it takes away are left out; it stays as
/// long as a watch may be told of it. Elsewhere it stays. Confined to one thread.
final class HistoryFilter {
    /// Takes the rows that stay.
    @FunctionalInterface
    interface Sink {
        /// The next row that stays.
        ///
        /// @param key not changed by anyone
        /// @param shadows whether an older row of the key is left, here or in an older table
        void row(byte[] key, Change change, boolean shadows) throws IOException;
    }

    /// Knows the rows that are not merged here.
    @FunctionalInterface
    interface Above {
        /// The revision of a key's newest removal in the whole store; 0 when there is none.
        long newestRemoval(byte[] key) throws IOException;
    }

    private final Reach reach;
    private final boolean bottom;
    private final Above above;
    private final Sink sink;

    private byte @Nullable [] key;
    private final List<Change.Removal> removals = new ArrayList<>();
    private long lastOrdinal;
    private boolean ended;

    /// The last row that stays, until it is known what is behind it.
    private @Nullable Change held;

    private boolean hasOlder;

    /// @param bottom whether no older table holds a row of any of the keys
    /// @param above what it says is no older than the reach
    HistoryFilter(Reach reach, boolean bottom, Above above, Sink sink) {
        this.reach = reach;
        this.bottom = bottom;
        this.above = above;
        this.sink = sink;
    }

    /// The next row.
    ///
    /// @param rowKey lent
    void row(byte[] rowKey, Change change) throws IOException {
        boolean newest = !Arrays.equals(key, rowKey);
        if (newest) {
            end();
            key = rowKey.clone();
            lastOrdinal = change.at().ordinal();
        }
        hasOlder = change.at().previousRevision() != 0;
        if (change instanceof Change.Removal removal) {
            boolean stays = newest || !bottom || isTold(change.at().revision());
            removals.add(removal);
            if (stays) {
                keep(change);
            }
        } else if (newest || isSeen(change)) {
            keep(change);
        }
        if (!(change instanceof Change.Removal) && !isRemoved(change)) {
            ended |= reach.endsAt(change) && !mayBeErased(rowKey, change);
        }
    }

    /// After the last row.
    void end() throws IOException {
        emit(!bottom && hasOlder);
        key = null;
        removals.clear();
        ended = false;
    }

    /// Whether a removal that is not merged here may have taken away this version and not those
    /// behind it: then one of them is what can be seen at the horizon. A delete goes only together
    /// with what is behind it.
    private boolean mayBeErased(byte[] rowKey, Change change) throws IOException {
        if (!(change instanceof Change.Put) || change.at().previousRevision() == 0) {
            return false;
        }
        long known = Math.max(
                change.at().revision(),
                removals.isEmpty() ? 0 : removals.getFirst().at().revision());
        return above.newestRemoval(rowKey) > known;
    }

    /// Whether a watch that begins from now on may be told of the removal of this revision.
    private boolean isTold(long removal) {
        return removal >= Math.max(1, reach.horizon()) && !reach.limitsVersions() && !isRemoved(removal);
    }

    private boolean isSeen(Change change) {
        if (ended || isRemoved(change) || reach.isBeyond(change.at(), lastOrdinal)) {
            return false;
        }
        // At the bottom a delete that ends what can be seen has nothing left to hide. The one at
        // the horizon itself can be seen from there.
        return !(bottom
                && change instanceof Change.Delete
                && reach.endsAt(change)
                && change.at().revision() != reach.horizon());
    }

    private boolean isRemoved(Change change) {
        return isRemoved(change.at().revision());
    }

    private boolean isRemoved(long revision) {
        return removals.stream().anyMatch(removal -> removal.covers(revision));
    }

    private void keep(Change change) throws IOException {
        emit(true);
        held = change;
    }

    private void emit(boolean shadows) throws IOException {
        Change last = held;
        byte[] of = key;
        held = null;
        if (last != null && of != null) {
            sink.row(of, bottom ? settled(last, shadows) : last, shadows);
        }
    }

    /// A row at the bottom: it remembers no removal unless one is left behind it. A removal with
    /// nothing behind it hides no more than a delete does.
    private Change settled(Change last, boolean shadows) {
        Moment at = isTold(last.at().removalRevision()) ? last.at() : last.at().settled();
        return switch (last) {
            case Change.Put put -> new Change.Put(at, put.createRevision(), put.version(), put.lease(), put.value());
            case Change.Delete _ -> new Change.Delete(at);
            case Change.Removal removal ->
                shadows ? removal : new Change.Delete(last.at().settled());
        };
    }
}
