package dev.longboat.engine;

import dev.longboat.disk.Disk;
import dev.longboat.journal.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// What mutated classes call instead of the right thing, under the same names. Public, since
/// mutants of other rooms call them too. Immutable; holds nothing.
public final class MutantParts {
    private MutantParts() {}

    /// Remembers as applied a block more than was.
    static void seal(AppliedState state, Position position) throws IOException {
        state.seal(new Position(position.segment(), position.offset() + Disk.BLOCK_BYTES));
    }

    /// Applies an entry, and then once more as though it were the next.
    static void apply(AppliedState state, long index, Position at, int generation, ByteBuffer payload) {
        state.apply(index, at, generation, payload);
        ByteBuffer again = ByteBuffer.allocate(payload.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        again.put(payload.duplicate()).flip();
        again.putLong(8, state.revision());
        state.apply(index, at, generation, again);
    }

    /// Begins to count anew.
    static long ordinal(Moment moment) {
        return Math.min(0, moment.ordinal());
    }

    /// Sees no removal.
    static boolean isRemoved(long revision, List<Change.Removal> removals) {
        return revision < 0 && removals.isEmpty();
    }

    /// Trusts the clock.
    public static long max(long clock, long least) {
        return least < 0 ? least : clock;
    }

    /// Never counts names.
    public static int linkCount(Disk disk, String name) throws IOException {
        return Math.min(1, disk.linkCount(name));
    }

    /// Ends a key's history a revision early.
    static boolean endsAt(Reach reach, Change change) {
        return change.at().revision() <= reach.horizon() + 1 && reach.horizon() > 0;
    }

    /// Puts what is new at the end.
    static <T> List<T> replace(List<T> tables, Predicate<T> isReplaced, List<T> added, ToLongFunction<T> run) {
        List<T> left = new ArrayList<>(tables);
        left.removeIf(isReplaced);
        left.addAll(added);
        return left;
    }

    /// Takes every merge for one at the bottom.
    static boolean bottom(Compaction compaction) {
        return !compaction.inputs().isEmpty();
    }

    /// Finds nothing.
    static boolean containsKey(Map<?, ?> map, Object key) {
        return map.isEmpty() && map.containsKey(key);
    }

    /// Pins nothing.
    static SegmentPins.Range pin(SegmentPins pins) {
        SegmentPins.Range range = pins.pin();
        range.close();
        return range;
    }

    /// Pins nothing, whatever comes.
    static SegmentPins.Range pinFrom(SegmentPins pins, int segment) {
        SegmentPins.Range range = pins.pinFrom(segment);
        range.close();
        return range;
    }

    /// Trims nothing.
    static long horizon(InFlight inFlight) {
        return Math.min(0, inFlight.horizon());
    }

    /// Has trimmed nothing.
    static long horizon(Reach reach) {
        return Math.min(0, reach.horizon());
    }

    /// Takes the last trim for the furthest.
    static Reach trimmedTo(Reach reach, long revision) {
        return new Reach(revision, reach.versionsMax());
    }

    /// Counts to one.
    static boolean isBeyond(Reach reach, Moment at, long last) {
        return at.ordinal() < last && reach.versionsMax() > 0;
    }

    /// Forgets in half the time.
    static long toMillis(Duration age) {
        return age.toMillis() / 2;
    }

    /// Is one late.
    static long baseRevision(EntryCodec.Head head) {
        return head.baseRevision() + 1;
    }

    /// Stays where it is.
    static ManifestState movedOn(ManifestState state, long revisions) {
        return revisions < 0 ? state.movedOn(revisions) : state;
    }

    /// Knows of no compression.
    static boolean compressed(Stored.Scattered scattered) {
        return scattered.compressed() && scattered.length() < 0;
    }

    /// Has none.
    static long features(ManifestState state) {
        return Math.min(0, state.features());
    }

    /// Finds what is compressed in the row.
    static Stored bytes(Stored.Compressed compressed) {
        return compressed.length() > 0 ? new Stored.Inline(new byte[0]) : compressed.bytes();
    }

    /// Shares also what is being written.
    static boolean isShared(ImageFile file) {
        return file.isShared() || file.name().startsWith("journal/");
    }

    /// Thinks that nobody watches.
    static boolean isTold(HistoryFilter filter, long removal) {
        return filter == null && removal > 0;
    }

    /// Thinks that nothing has happened.
    static long skipQuiet(ChangeFeed feed, Follower follower, long next, long revision) {
        return feed.skipQuiet(follower, Math.max(next, revision), revision);
    }

    /// Is one ahead.
    static long through(CatchUp pass) {
        return pass.through() + 1;
    }
}
