package dev.longboat.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who may still read from which segments of the journal, and so which files may go: those that a
/// synced manifest edit has taken out of the chain, once nobody can read them any more (E4).
///
/// A table says exactly which segments it refers to. Memtables, uploads and merges under way pin a
/// [Range], which may cover more than they need.
///
/// Safe for concurrent use; does no I/O.
final class SegmentPins {
    /// How many open tables, and values of results, refer to a segment.
    @GuardedBy("this")
    private final Map<Integer, Integer> tables = new HashMap<>();

    @GuardedBy("this")
    private final Set<Range> ranges = new HashSet<>();

    @GuardedBy("this")
    private final Set<Reachable> reachable = new HashSet<>();

    private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();

    /// Segments that are leaving the chain or have left it since the store was opened: a few bytes
    /// for each.
    @GuardedBy("this")
    private final Set<Integer> retired = new HashSet<>();

    /// Those that have left the chain and whose files are there.
    @GuardedBy("this")
    private final Set<Integer> unchained = new HashSet<>();

    /// Segments that somebody may read, from the lowest to the highest that were covered. Compared
    /// by identity.
    final class Range implements AutoCloseable {
        private volatile int lowest = Integer.MAX_VALUE;
        private volatile int highest;

        private Range() {}

        /// Covers one more segment. One thread covers.
        void cover(int segment) {
            if (!covers(segment)) {
                synchronized (SegmentPins.this) {
                    lowest = Math.min(lowest, segment);
                    highest = Math.max(highest, segment);
                }
            }
        }

        boolean covers(int segment) {
            return lowest <= segment && segment <= highest;
        }

        /// Lets go of all of them.
        @Override
        public void close() {
            synchronized (SegmentPins.this) {
                ranges.remove(this);
            }
        }
    }

    /// Begins a range that covers nothing yet.
    synchronized Range pin() {
        Range range = new Range();
        ranges.add(range);
        return range;
    }

    /// Begins a range that covers a segment and all that follow.
    synchronized Range pinFrom(int segment) {
        Range range = pin();
        range.cover(segment);
        range.cover(Integer.MAX_VALUE);
        return range;
    }

    /// Begins a range that covers what uploads have left, unless some of it is going or gone.
    synchronized Optional<Range> tryPin(List<Piece> pieces) {
        Range range = pin();
        for (Piece piece : pieces) {
            int segment = piece.pointer().segment();
            if (retired.contains(segment)) {
                range.close();
                return Optional.empty();
            }
            range.cover(segment);
        }
        return Optional.of(range);
    }

    /// Keeps segments readable as long as somebody can reach the result: for values whose versions
    /// may be gone by the time that they are looked at.
    synchronized Object pinWhileReachable(Set<Integer> segments) {
        refer(segments);
        Object pin = new Object();
        reachable.add(new Reachable(pin, unreachable, segments));
        return pin;
    }

    /// Segments that are read as long as an object can be reached.
    private static final class Reachable extends PhantomReference<Object> {
        private final Set<Integer> segments;

        Reachable(Object pin, ReferenceQueue<Object> unreachable, Set<Integer> segments) {
            super(pin, unreachable);
            this.segments = segments;
        }
    }

    @GuardedBy("this")
    private void releaseUnreachable() {
        for (Reference<?> gone = unreachable.poll(); gone != null; gone = unreachable.poll()) {
            if (gone instanceof Reachable pin) {
                reachable.remove(pin);
                release(pin.segments);
            }
        }
    }

    /// A table that refers to these segments can be read.
    synchronized void refer(Set<Integer> segments) {
        segments.forEach(segment -> tables.merge(segment, 1, Integer::sum));
    }

    /// A table that refers to these segments can no longer be read.
    synchronized void release(Set<Integer> segments) {
        for (int segment : segments) {
            tables.computeIfPresent(segment, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /// Whether anything but a table may refer to the segment.
    synchronized boolean isPinned(int segment) {
        return ranges.stream().anyMatch(range -> range.covers(segment));
    }

    /// Takes those of the segments that nothing but a table may refer to: from now on nobody can
    /// pin them. They are about to leave the chain.
    synchronized List<Integer> retire(List<Integer> segments) {
        List<Integer> taken =
                segments.stream().filter(segment -> !isPinned(segment)).toList();
        retired.addAll(taken);
        return taken;
    }

    /// The segments stay in the chain after all.
    synchronized void keep(List<Integer> segments) {
        segments.forEach(retired::remove);
    }

    /// A synced manifest edit has taken the segments out of the chain.
    synchronized void unchain(List<Integer> segments) {
        unchained.addAll(segments);
    }

    /// Takes the segments that are not chained and that nobody can read any more: their files may
    /// go.
    synchronized List<Integer> takeUnread() {
        releaseUnreachable();
        List<Integer> unread = new ArrayList<>();
        for (int segment : unchained) {
            if (!tables.containsKey(segment) && !isPinned(segment)) {
                unread.add(segment);
            }
        }
        unread.forEach(unchained::remove);
        return unread;
    }
}
