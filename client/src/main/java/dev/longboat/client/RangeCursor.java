package dev.longboat.client;

import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.RangeChunk;
import dev.longboat.proto.v1.RangeEnd;
import io.grpc.Deadline;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The pairs of a range, read as they are asked for: the server sends no further ahead than the
/// window. When the connection breaks, the cursor goes on behind the last pair it gave, at the same
/// revision. Confined to the caller's thread.
///
/// ```java
/// try (RangeCursor pairs = client.range(RangeQuery.prefix("user/"))) {
///     pairs.forEachRemaining(pair -> System.out.println(pair.key() + " " + pair.value()));
/// }
/// ```
public final class RangeCursor implements Iterator<KeyValue>, AutoCloseable {
    private final CallDriver calls;
    private final RangeQuery query;
    private BlockingClientCall<?, RangeChunk> call;
    private RangeAssembler assembler;
    private @Nullable KeyValue next;
    private @Nullable KeyValue last;
    private @Nullable RangeEnd end;
    private long delivered;
    private long revision;
    private boolean closed;
    private int attempt = 1;
    private Deadline patience;

    RangeCursor(CallDriver calls, RangeQuery query) {
        this.calls = calls;
        this.query = query;
        this.call = open(query);
        this.assembler = new RangeAssembler(query.keysOnly());
        this.patience = calls.deadline();
    }

    private BlockingClientCall<?, RangeChunk> open(RangeQuery part) {
        return ClientCalls.blockingV2ServerStreamingCall(
                calls.channel(),
                LongboatGrpc.getRangeMethod(),
                CallDriver.streamOptions(new SentWitness()),
                WireEncoder.range(part));
    }

    /// Whether there is another pair; waits for it.
    ///
    /// @throws LongboatException when the range broke and could not be taken up again
    @Override
    public boolean hasNext() {
        while (next == null && !closed) {
            next = assembler.poll();
            if (next != null || end != null) {
                break;
            }
            advance();
        }
        return next != null;
    }

    @Override
    public KeyValue next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("the range has given all its " + delivered + " pairs");
        }
        KeyValue given = next;
        next = null;
        last = given;
        delivered++;
        return given;
    }

    private void advance() {
        try {
            RangeChunk chunk = read();
            attempt = 1;
            if (chunk.getRevision() > 0) {
                revision = chunk.getRevision();
            }
            assembler.accept(chunk);
            if (chunk.hasEnd()) {
                end = chunk.getEnd();
                revision = end.getRevision();
            }
        } catch (LongboatException failure) {
            resume(failure);
        }
    }

    private RangeChunk read() {
        try {
            RangeChunk chunk = call.read(calls.idleMs(), TimeUnit.MILLISECONDS);
            if (chunk == null) {
                throw Failures.local(Code.UNAVAILABLE, "the range ended before it was whole", Effect.READ, true);
            }
            return chunk;
        } catch (StatusException e) {
            throw Failures.of(e, Effect.READ, true);
        } catch (TimeoutException e) {
            call.cancel("silent for too long", e);
            throw Failures.local(
                    Code.DEADLINE_EXCEEDED, "the range stood still for " + calls.idleMs() + " ms", Effect.READ, true);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            call.cancel("interrupted", null);
            throw Failures.local(Code.CANCELLED, "interrupted while reading a range", Effect.READ, true);
        }
    }

    /// Asks for the rest, as it was at the revision of the first part (K3). A range whose first
    /// chunk never came is asked for as it was.
    private void resume(LongboatException failure) {
        if (attempt == 1) {
            patience = calls.deadline();
        }
        if (!calls.pauseBeforeRetry(failure, attempt, patience)) {
            closed = true;
            throw failure;
        }
        attempt++;
        KeyValue behind = last;
        if (behind == null) {
            RangeQuery whole = revision == 0 ? query : query.in(query.view().atRevision(revision));
            call = open(whole);
        } else if (query.limit() > 0 && delivered == query.limit()) {
            // Only the end is missing: whether there is more is one key away.
            call = open(rest(behind, delivered - 1).withoutValues().limit(1));
            end = endAfterLimit();
            return;
        } else {
            call = open(rest(behind, delivered));
        }
        assembler = new RangeAssembler(query.keysOnly());
    }

    private RangeQuery rest(KeyValue behind, long given) {
        return query.after(behind.key(), given, revision);
    }

    private RangeEnd endAfterLimit() {
        RangeChunk probe = read();
        call.cancel("one was enough", null);
        return RangeEnd.newBuilder()
                .setRevision(revision)
                .setCount(delivered)
                .setMore(probe.getPairsCount() > 0)
                .build();
    }

    /// The revision at which the store is read; 0 before the first answer.
    public long revision() {
        return revision;
    }

    /// Whether there are more pairs beyond the limit. Known when all pairs have been read.
    ///
    /// @throws IllegalStateException before the range has ended
    public boolean more() {
        if (end == null || next != null || !assembler.isEmpty()) {
            throw new IllegalStateException("the range has not ended yet, after " + delivered + " pairs");
        }
        return end.getMore();
    }

    /// The pairs as a stream, which closes the cursor when it is closed.
    public Stream<KeyValue> stream() {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(this::close);
    }

    /// Ends the range; what was not read yet is not sent.
    @Override
    public void close() {
        if (!closed && end == null) {
            call.cancel("closed by its reader", null);
        }
        closed = true;
        next = null;
    }
}
