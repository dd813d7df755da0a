package dev.longboat.engine;

import dev.longboat.table.NotCachedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/// Looks up beside the proposer what it will look up, so that the thread that all writers share
/// seldom waits for the disk: while one batch syncs, what the next one needs is read. Only a hint:
/// proposals keep their order, and what is not there in time the proposer reads itself.
///
/// Safe for concurrent use.
///
/// @param readers who reads
record Foresight(AppliedState state, Executor readers) {
    /// Has what is not in memory read; does not wait. Never fails: the transaction is on its way,
    /// and its outcome is for the replicator to tell.
    void look(Transaction transaction) {
        try {
            List<byte[]> missing = missing(transaction);
            if (!missing.isEmpty()) {
                readers.execute(() -> read(missing));
            }
        } catch (IOException | StoreException _) {
            // Damaged, or closed meanwhile: the proposer will meet it too.
        }
    }

    private List<byte[]> missing(Transaction transaction) throws IOException {
        List<byte[]> missing = new ArrayList<>();
        TableSet set = state.hold();
        try {
            if (set.runs().isEmpty()) {
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
        } finally {
            state.release(set);
        }
    }

    private void read(List<byte[]> storedKeys) {
        try {
            TableSet set = state.hold();
            try {
                for (byte[] storedKey : storedKeys) {
                    set.find(storedKey, Long.MAX_VALUE);
                }
            } finally {
                state.release(set);
            }
        } catch (IOException | StoreException _) {
            // The proposer will meet it too, and tells the caller.
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
