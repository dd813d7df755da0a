package dev.longboat.engine;

import dev.longboat.table.RowCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A pass over the rows of a range that finds which keys the next revisions changed, in bounded
/// memory: what does not fit is left to the next pass, the highest revisions first, and whole ones.
///
/// A row up to [#through()] never changes, so the pass may rest between two rows and go on in the
/// table set that is there by then. Tables without a row that is new enough are not opened.
/// Confined to one thread at a time.
final class CatchUp {
    /// How many rows are stepped over before what is wanted is sought.
    private static final int STEPS_MAX = 8;

    private static final int KEY_OVERHEAD_BYTES = 64;

    private final byte[] to;
    private final long from;
    private final long bytesMax;
    private final NavigableMap<Long, List<byte[]>> found = new TreeMap<>();
    private long through;
    private long bytes;
    private boolean done;

    /// Where the pass goes on.
    private byte[] key;

    private long revision = Long.MAX_VALUE;

    /// @param from the first revision that is wanted
    /// @param through the last one; visible already
    CatchUp(Follower follower, long from, long through, long bytesMax) {
        this.key = follower.from();
        this.to = follower.to();
        this.from = from;
        this.through = through;
        this.bytesMax = bytesMax;
    }

    /// The last revision whose keys are all found when the pass is done.
    long through() {
        return through;
    }

    boolean isDone() {
        return done;
    }

    /// Looks at the next rows.
    ///
    /// @return whether the pass is done
    boolean step(TableSet set, int rowsMax) throws IOException {
        try (RowCursor rows = set.cursorOf(from)) {
            rows.seek(key, revision);
            for (int looked = 0; rows.valid() && Arrays.compareUnsigned(rows.key(), to) < 0; looked++) {
                if (looked == rowsMax) {
                    key = rows.key().clone();
                    revision = rows.revision();
                    return false;
                }
                if (!Arrays.equals(key, rows.key())) {
                    key = rows.key().clone();
                }
                look(rows);
            }
        }
        done = true;
        return true;
    }

    private void look(RowCursor rows) throws IOException {
        if (rows.revision() > through) {
            skip(rows, key, through);
        } else if (rows.revision() < from) {
            skip(rows, Arrays.copyOf(key, key.length + 1), Long.MAX_VALUE);
        } else {
            add(rows.revision());
            rows.next();
        }
    }

    /// Moves on to a place behind the cursor: rows that are near are stepped over.
    private static void skip(RowCursor rows, byte[] toKey, long toRevision) throws IOException {
        for (int steps = 0; rows.valid() && isBefore(rows, toKey, toRevision); steps++) {
            if (steps == STEPS_MAX) {
                rows.seek(toKey, toRevision);
                return;
            }
            rows.next();
        }
    }

    private static boolean isBefore(RowCursor rows, byte[] toKey, long toRevision) {
        int order = Arrays.compareUnsigned(rows.key(), toKey);
        return order < 0 || (order == 0 && rows.revision() > toRevision);
    }

    private void add(long changed) {
        found.computeIfAbsent(changed, _ -> new ArrayList<>()).add(key);
        bytes += KEY_OVERHEAD_BYTES + key.length;
        while (bytes > bytesMax && found.size() > 1) {
            Map.Entry<Long, List<byte[]>> last = found.pollLastEntry();
            last.getValue().forEach(each -> bytes -= KEY_OVERHEAD_BYTES + each.length);
            through = last.getKey() - 1;
        }
    }

    /// The next revisions of which something was found, when the pass is done; they stay until
    /// [#told].
    List<ChangedKeys> next(int revisionsMax) {
        if (!done) {
            throw new IllegalStateException("the pass is not done");
        }
        return found.entrySet().stream()
                .limit(revisionsMax)
                .map(each -> new ChangedKeys(each.getKey(), each.getValue()))
                .toList();
    }

    /// Revisions up to this one are not wanted any more.
    void told(long upTo) {
        found.headMap(upTo, true).clear();
    }
}
