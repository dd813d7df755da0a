package dev.longboat.engine;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// What compactions have done since the store was opened. Safe for concurrent use.
final class CompactionTally {
    private final LongAdder compactions = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final LongAdder rowsForgotten = new LongAdder();

    void compacted(Compaction compaction, List<ManifestState.TableEntry> written) {
        compactions.increment();
        bytesRead.add(compaction.fileBytes());
        bytesWritten.add(
                written.stream().mapToLong(ManifestState.TableEntry::fileBytes).sum());
        rowsForgotten.add(compaction.inputs().stream()
                        .mapToLong(table -> table.entry().rows())
                        .sum()
                - written.stream().mapToLong(ManifestState.TableEntry::rows).sum());
    }

    long compactions() {
        return compactions.sum();
    }

    long bytesRead() {
        return bytesRead.sum();
    }

    long bytesWritten() {
        return bytesWritten.sum();
    }

    long rowsForgotten() {
        return rowsForgotten.sum();
    }
}
