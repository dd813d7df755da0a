package dev.longboat.engine;

import dev.longboat.disk.Disk;
import dev.longboat.journal.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

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
}
