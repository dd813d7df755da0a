package dev.longboat.engine;

import dev.longboat.journal.ChainedSegment;
import java.util.List;

/// One step from a state of the manifest to the next, which a power cut takes whole or not at all.
/// Immutable.
sealed interface ManifestEdit {
    /// A whole state takes the place of what was there; the first of every file.
    record Whole(ManifestState state) implements ManifestEdit {}

    /// The last segment ends, another follows.
    ///
    /// @param endOfLast bytes; [ChainedSegment#OPEN] when `next` is the first
    record Chained(int endOfLast, ChainedSegment next) implements ManifestEdit {}

    /// A memtable has become a table, the newest.
    record Flushed(ManifestState.TableEntry table, Memtable.Applied applied) implements ManifestEdit {}

    /// Tables have become others, which hold what is left of their rows.
    ///
    /// @param replaced their ids
    /// @param tables none or more, all of one run, in key order
    record Merged(List<Long> replaced, List<ManifestState.TableEntry> tables) implements ManifestEdit {
        public Merged {
            replaced = List.copyOf(replaced);
            tables = List.copyOf(tables);
        }
    }

    /// Segments of the journal to which nothing refers any more have left the chain.
    ///
    /// @param segments their ids
    record Retired(List<Integer> segments) implements ManifestEdit {
        public Retired {
            segments = List.copyOf(segments);
        }
    }
}
