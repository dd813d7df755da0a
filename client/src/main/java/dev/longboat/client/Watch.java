package dev.longboat.client;

import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.WatchResponse;
import io.grpc.Deadline;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What happens to keys, as it happens: every change that can be seen, once, in the order of
/// revisions, whole revisions. The server sends no further ahead than the window. When the
/// connection breaks, the watch goes on behind the last revision that it was told; it tries to for
/// as long as a stream may stand still.
///
/// ```java
/// try (Watch watch = client.watch(WatchQuery.prefix("user/").from(lastSeen + 1))) {
///     while (watch.hasNext()) {
///         WatchBatch batch = watch.next();
///         batch.events().forEach(this::follow);
///         lastSeen = batch.revision();
///     }
/// }
/// ```
///
/// Confined to the caller's thread, except [#close()].
public final class Watch implements Iterator<WatchBatch>, AutoCloseable {
    private static final long PROGRESS_MS_MAX = 10_000;
    private static final long PROGRESS_MS_MIN = 100;

    private final CallDriver calls;
    private final WatchQuery query;
    private final long progressMs;
    private volatile BlockingClientCall<?, WatchResponse> call;
    private volatile boolean closed;

    /// Of a revision whose rest is still to come.
    private final List<WatchEvent> partial = new ArrayList<>();

    private @Nullable WatchBatch next;
    private long revision;
    private boolean begun;
    private int attempt = 1;
    private Deadline patience;

    Watch(CallDriver calls, WatchQuery query) {
        this.calls = calls;
        this.query = query;
        this.progressMs = Math.clamp(calls.idleMs() / 3, PROGRESS_MS_MIN, PROGRESS_MS_MAX);
        this.revision = query.fromRevision() - 1;
        this.call = open();
        this.patience = calls.deadline();
    }

    private BlockingClientCall<?, WatchResponse> open() {
        return ClientCalls.blockingV2ServerStreamingCall(
                calls.channel(),
                LongboatGrpc.getWatchMethod(),
                CallDriver.streamOptions(new SentWitness()),
                WireEncoder.watch(query.from(Math.max(0, revision + 1)), progressMs));
    }

    /// Waits for the next batch. One without events comes first, and whenever nothing has happened
    /// for a while: it says how far the store has come.
    ///
    /// @return false when the watch is closed
    /// @throws LongboatException when the watch broke and could not be taken up again, or when the
    ///     oldest readable revision has passed what comes next
    @Override
    public boolean hasNext() {
        while (next == null && !closed) {
            advance();
        }
        return next != null && !closed;
    }

    @Override
    public WatchBatch next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("the watch is closed");
        }
        WatchBatch given = next;
        next = null;
        return given;
    }

    /// Everything up to and with this revision has been told; below the first that was asked for
    /// before there was an answer.
    public long revision() {
        return revision;
    }

    private void advance() {
        try {
            accept(read());
            attempt = 1;
            begun = true;
        } catch (LongboatException failure) {
            if (!closed) {
                resume(failure);
            }
        }
    }

    private void accept(WatchResponse response) {
        response.getEventsList().stream().map(Watch::event).forEach(partial::add);
        List<WatchEvent> whole = new ArrayList<>(partial);
        if (response.getPartial()) {
            whole.removeIf(event -> event.revision() > response.getRevision());
        }
        partial.subList(0, whole.size()).clear();
        long told = Math.max(revision, response.getRevision());
        if (!whole.isEmpty() || told > revision || response.getEventsCount() == 0) {
            next = new WatchBatch(whole, told);
        }
        revision = told;
    }

    private static WatchEvent event(dev.longboat.proto.v1.WatchEvent wire) {
        KeyVersion version = WireDecoder.version(wire.getVersion());
        Optional<KeyValue> previous =
                wire.hasPrevious() ? Optional.of(WireDecoder.pair(wire.getPrevious())) : Optional.empty();
        return wire.getDeleted()
                ? new WatchEvent.Deleted(
                        wire.getRevision(), version.key(), version.ordinal(), version.stampMs(), previous)
                : new WatchEvent.Put(
                        wire.getRevision(),
                        new KeyValue(version, Value.of(wire.getValue()), wire.getValueOmitted()),
                        previous);
    }

    private WatchResponse read() {
        try {
            WatchResponse response = call.read(calls.idleMs(), TimeUnit.MILLISECONDS);
            if (response == null) {
                throw Failures.local(Code.UNAVAILABLE, "the watch was ended by the server", Effect.READ, true);
            }
            return response;
        } catch (StatusException e) {
            throw Failures.of(e, Effect.READ, true);
        } catch (TimeoutException e) {
            call.cancel("silent for too long", e);
            throw Failures.local(
                    Code.UNAVAILABLE, "the watch said nothing for " + calls.idleMs() + " ms", Effect.READ, true);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            call.cancel("interrupted", null);
            throw Failures.local(Code.CANCELLED, "interrupted while watching", Effect.READ, true);
        }
    }

    /// Asks for what comes behind the last whole revision.
    private void resume(LongboatException failure) {
        if (attempt == 1) {
            patience = begun ? calls.idleDeadline() : calls.deadline();
        }
        boolean goesOn = begun
                ? calls.pauseBeforeResuming(failure, attempt, patience)
                : calls.pauseBeforeRetry(failure, attempt, patience);
        if (!goesOn) {
            closed = true;
            throw failure;
        }
        attempt++;
        partial.clear();
        BlockingClientCall<?, WatchResponse> again = open();
        call = again;
        if (closed) {
            again.cancel("closed by its reader", null);
        }
    }

    /// Ends the watch, and whoever waits for it.
    @Override
    public void close() {
        closed = true;
        call.cancel("closed by its reader", null);
    }
}
