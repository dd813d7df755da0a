package dev.longboat.engine;

import dev.longboat.table.NotCachedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// Looks up on the callers' side what the proposer will look up, so that the thread that all
/// writers share seldom waits for the disk. Only a hint: what it brings into memory may be gone
/// again, and what it meets is not remembered.
///
/// Safe for concurrent use.
///
/// @param readers where to read when the caller must not wait
record Foresight(AppliedState state, Executor readers) {
    /// Completes when everything that can be foreseen is in memory; at once, in the caller's
    /// thread, when it is already.
    CompletableFuture<Void> look(Transaction transaction) {
        List<byte[]> missing = missing(transaction);
        return missing.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(() -> read(missing), readers);
    }

    private List<byte[]> missing(Transaction transaction) {
        List<byte[]> missing = new ArrayList<>();
        TableSet set = state.hold();
        try {
            if (set.tables().isEmpty()) {
                return missing;
            }
            for (byte[] storedKey : storedKeys(transaction)) {
                try {
                    set.findInMemory(storedKey, Long.MAX_VALUE);
                } catch (NotCachedException _) {
                    missing.add(storedKey);
                }
            }
            return missing;
        } catch (IOException e) {
            throw Failures.ofRead(e);
        } finally {
            state.release(set);
        }
    }

    private void read(List<byte[]> storedKeys) {
        TableSet set = state.hold();
        try {
            for (byte[] storedKey : storedKeys) {
                set.find(storedKey, Long.MAX_VALUE);
            }
        } catch (IOException _) {
            // The proposer will meet it too, and tells the caller.
        } finally {
            state.release(set);
        }
    }

    private static List<byte[]> storedKeys(Transaction transaction) {
        List<byte[]> keys = new ArrayList<>();
        for (Condition condition : transaction.conditions()) {
            condition.keys().single().ifPresent(key -> keys.add(StoredKeys.of(key)));
        }
        for (Operation operation : transaction.then()) {
            switch (operation) {
                case Operation.Put put -> keys.add(StoredKeys.of(put.key()));
                case Operation.Delete delete -> delete.keys().single().ifPresent(key -> keys.add(StoredKeys.of(key)));
                default -> {}
            }
        }
        return keys;
    }
}
