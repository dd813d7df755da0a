package dev.longboat.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The client whose calls answer with futures. They are completed on a network thread, which must
/// not block: what takes long goes through the `…Async` methods of [CompletableFuture]. A future
/// fails with a [LongboatException]; cancelling it cancels its call. Safe for concurrent use: it
/// holds nothing that changes.
public final class AsyncLongboatClient {
    private final CallDriver calls;

    AsyncLongboatClient(CallDriver calls) {
        this.calls = calls;
    }

    /// Stores a value of any length.
    public CompletableFuture<KeyVersion> set(Key key, Value value) {
        return set(Operation.set(key, value)).thenApply(OperationResult.Set::written);
    }

    /// Stores a value of any length. A long one is sent in chunks, and says nothing of what was
    /// there.
    public CompletableFuture<OperationResult.Set> set(Operation.Set set) {
        return set.value().size() > calls.options().streamThresholdBytes() && !set.returnPrevious()
                ? LargeSet.start(calls, set)
                : calls.start(UnaryCall.set(set));
    }

    /// Stores text.
    public CompletableFuture<KeyVersion> set(String key, String value) {
        return set(Key.of(key), Value.of(value));
    }

    /// Reads the newest version of a key, with its value of any length.
    public CompletableFuture<Optional<KeyValue>> get(Key key) {
        return get(key, View.NEWEST);
    }

    /// Reads the newest version of a key, with its value of any length.
    public CompletableFuture<Optional<KeyValue>> get(String key) {
        return get(Key.of(key));
    }

    /// Reads a key in a view, with its value of any length.
    public CompletableFuture<Optional<KeyValue>> get(Key key, View view) {
        return calls.start(UnaryCall.get(key, view, false))
                .thenCompose(found -> found.filter(KeyValue::valueOmitted)
                        .map(omitted -> LargeGet.start(calls, omitted.version()))
                        .orElseGet(() -> CompletableFuture.completedFuture(found)));
    }

    /// Deletes a key; its history stays.
    public CompletableFuture<OperationResult.Delete> delete(Operation.Delete delete) {
        return calls.start(UnaryCall.delete(delete));
    }

    /// Deletes a key; its history stays. Answers whether there was something to delete.
    public CompletableFuture<Boolean> delete(Key key) {
        return delete(Operation.delete(key)).thenApply(OperationResult.Delete::deleted);
    }

    /// Runs a transaction.
    public CompletableFuture<TransactionResult> transact(Transaction transaction) {
        return calls.start(UnaryCall.transact(transaction));
    }

    /// What the server is and has done.
    public CompletableFuture<ServerStat> stat() {
        return calls.start(UnaryCall.stat());
    }
}
