package dev.longboat.testkit;

import java.util.List;

/// What a client is told of a transaction. Immutable.
///
/// @param revision at which the store stood afterwards; [#UNTOLD] where the client was not told
/// @param held whether all guards held
/// @param reads what each read saw, as `key=value`, ascending
public record StoreAnswer(long revision, boolean held, List<List<String>> reads) {
    /// In the place of a revision that the client was not told.
    public static final long UNTOLD = -1;

    public StoreAnswer {
        reads = reads.stream().map(List::copyOf).toList();
    }

    /// Whether a client can have been told `told` when this is so.
    boolean agrees(StoreAnswer told) {
        return held == told.held && reads.equals(told.reads) && (told.revision == UNTOLD || revision == told.revision);
    }
}
