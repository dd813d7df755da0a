package dev.longboat.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends the messages of a source as fast as the caller takes them and not faster (G3); then,
/// perhaps, those of another.
///
/// Whatever happens (a source, room in the transport, the end of the call) is a signal; a signal
/// that finds the pump idle puts it on the reader pool, where it runs alone. So a source needs no
/// lock, and no thread waits for a slow caller. Safe for concurrent use.
final class ReplyPump {
    /// After so many bytes a call lets others have its thread.
    private static final int TURN_BYTES = 4 << 20;

    private final ServerCall<?, Reply> call;
    private final DoorResources resources;
    private final Runnable whenEmpty;
    private final Consumer<Failure> whenFailed;
    private final AtomicInteger signals = new AtomicInteger();

    /// Bytes of a message longer than what a stream reserves, until the transport has taken it.
    private final AtomicInteger longBytes = new AtomicInteger();

    private volatile boolean ended;

    /// What is taken from the budget for the source. Set by whoever starts one, then by the pump
    /// alone.
    private volatile int reservedBytes;

    /// Set when there is none, by whoever starts one; taken away by the pump alone.
    private volatile @Nullable ReplySource source;

    /// Written by the pump alone.
    private boolean headersSent;

    /// @param whenEmpty runs when a source has been sent and closed, also when the call has ended;
    ///     another may be started then
    /// @param whenFailed runs instead when a source failed
    ReplyPump(ServerCall<?, Reply> call, DoorResources resources, Runnable whenEmpty, Consumer<Failure> whenFailed) {
        this.call = call;
        this.resources = resources;
        this.whenEmpty = whenEmpty;
        this.whenFailed = whenFailed;
        call.setOnReadyThreshold(Limits.STREAM_QUEUED_BYTES);
    }

    /// Begins to send what a source makes.
    ///
    /// @return why not, when there is no room; the source is closed then
    Optional<Failure> start(ReplySource opened) {
        if (!reserve(opened)) {
            opened.close();
            return Optional.of(resources.answers().refusal());
        }
        source = opened;
        signal();
        return Optional.empty();
    }

    private boolean reserve(ReplySource from) {
        if (reservedBytes == 0) {
            if (!resources.answers().tryAcquire(from.reservedBytes())) {
                return false;
            }
            reservedBytes = from.reservedBytes();
        }
        return true;
    }

    private void unreserve() {
        resources.answers().release(reservedBytes);
        reservedBytes = 0;
    }

    /// There may be room, or something to send.
    void signal() {
        if (signals.getAndIncrement() == 0) {
            resources.readers().execute(this::run);
        }
    }

    /// Nothing more can be sent: a source that is left is closed.
    void end() {
        ended = true;
        releaseLong();
        if (source != null) {
            signal();
        }
    }

    /// Sends one message outside any source, while there is none.
    void send(Reply reply) {
        if (!headersSent) {
            headersSent = true;
            call.sendHeaders(new Metadata());
        }
        call.sendMessage(reply);
    }

    private void run() {
        int seen = signals.get();
        boolean more = step();
        if (more || signals.addAndGet(-seen) != 0) {
            resources.readers().execute(this::run);
        }
    }

    /// Sends what there is room for.
    ///
    /// @return whether there is room for more, but others have a turn first
    private boolean step() {
        ReplySource from = source;
        if (from == null) {
            if (call.isReady()) {
                releaseLong();
            }
            return false;
        }
        if (ended) {
            close(from);
            whenEmpty.run();
            return false;
        }
        try {
            if (!reserve(from)) {
                throw new RefusedException(resources.answers().refusal());
            }
            return send(from);
        } catch (RuntimeException e) {
            close(from);
            whenFailed.accept(Failures.ofRead(e));
            return false;
        }
    }

    private boolean send(ReplySource from) {
        int bytes = 0;
        while (!ended && call.isReady()) {
            releaseLong();
            Optional<Reply> next = from.next();
            if (next.isEmpty() && from.isWaiting()) {
                unreserve();
                return false;
            }
            if (next.isEmpty()) {
                close(from);
                whenEmpty.run();
                return false;
            }
            acquireLong(next.get().bytes());
            send(next.get());
            bytes += next.get().bytes();
            if (bytes >= TURN_BYTES) {
                return true;
            }
        }
        return ended;
    }

    private void acquireLong(int bytes) {
        if (bytes > Limits.CHUNK_BYTES) {
            if (!resources.answers().tryAcquire(bytes)) {
                throw new RefusedException(resources.answers().refusal());
            }
            longBytes.addAndGet(bytes);
            if (ended) {
                releaseLong();
            }
        }
    }

    private void releaseLong() {
        int held = longBytes.getAndSet(0);
        if (held > 0) {
            resources.answers().release(held);
        }
    }

    private void close(ReplySource from) {
        source = null;
        unreserve();
        from.close();
    }
}
