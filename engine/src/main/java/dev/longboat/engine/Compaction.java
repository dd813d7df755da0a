package dev.longboat.engine;

import java.util.List;
import java.util.OptionalLong;

/// A merge that is worth doing. Immutable.
///
/// @param inputs the tables that are replaced, newest first
/// @param run to which the new tables belong; empty for a run of their own
/// @param bottom whether no older table holds a row of their keys
/// @param reason why it was chosen
record Compaction(List<LiveTable> inputs, OptionalLong run, boolean bottom, Reason reason) {
    /// What a merge is good for.
    enum Reason {
        /// Fewer runs to look into.
        FEWER_RUNS,
        /// Less that is kept and cannot be seen.
        LESS_GARBAGE,
        /// Values leave segments of which most is garbage.
        VALUES_MOVE
    }

    Compaction {
        inputs = List.copyOf(inputs);
    }

    long fileBytes() {
        return inputs.stream().mapToLong(table -> table.entry().fileBytes()).sum();
    }
}
