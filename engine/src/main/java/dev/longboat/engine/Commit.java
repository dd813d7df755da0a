package dev.longboat.engine;

import java.util.List;

/// A transaction that is durable and visible. Immutable.
///
/// @param revision the store's revision after it: its own when it changed something
/// @param changed whether it took a revision
/// @param held whether its conditions held
/// @param results one for each operation of the side that was taken
public record Commit(long revision, boolean changed, boolean held, List<OperationResult> results) {
    public Commit {
        results = List.copyOf(results);
    }
}
