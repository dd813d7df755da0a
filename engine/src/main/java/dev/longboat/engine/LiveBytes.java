package dev.longboat.engine;

import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.Journal;
import java.util.function.LongSupplier;

/// Counts the bytes of a store's live files: sealed segments and tables as the manifest lists them,
/// and the last segment up to what is durable. Asked for at every step, so the sum over the list is
/// kept until there is another list. Safe for concurrent use.
final class LiveBytes implements LongSupplier {
    private final Manifest manifest;
    private final Journal journal;

    private volatile Sum listed = new Sum(ManifestState.EMPTY, 0);

    /// What a list sums to.
    private record Sum(ManifestState of, long bytes) {}

    LiveBytes(Manifest manifest, Journal journal) {
        this.manifest = manifest;
        this.journal = journal;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // A state is immutable: the same one has the same sum.
    public long getAsLong() {
        ManifestState state = manifest.state();
        Sum sum = listed;
        if (sum.of() != state) {
            sum = new Sum(state, sum(state));
            listed = sum;
        }
        return sum.bytes() + journal.durable().offset();
    }

    private static long sum(ManifestState state) {
        long bytes = 0;
        for (ChainedSegment segment : state.segments()) {
            bytes += segment.isOpen() ? 0 : segment.end();
        }
        for (ManifestState.TableEntry table : state.tables()) {
            bytes += table.fileBytes();
        }
        return bytes;
    }
}
