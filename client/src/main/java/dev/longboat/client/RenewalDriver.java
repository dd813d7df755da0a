package dev.longboat.client;

import dev.longboat.proto.v1.ErrorReason;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The thread that renews a lease, virtual. It counts from before each request was sent, so that it
/// never believes in a lease for longer than the server does. Safe for concurrent use.
final class RenewalDriver {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /// How many times a lease is renewed, or tried to be, while it lives.
    private static final int TIMES = 3;

    private final CompletableFuture<LongboatException> lost = new CompletableFuture<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /// When the last request was sent that was answered. Confined to the thread once it runs.
    private long renewedNanos;

    private @Nullable Thread thread;

    private RenewalDriver(long nanos) {
        this.renewedNanos = nanos;
    }

    /// For a lease that is about to be asked for.
    static RenewalDriver beforeGrant() {
        return new RenewalDriver(System.nanoTime());
    }

    void start(Lease lease, CallDriver calls) {
        thread = Thread.ofVirtual().name("lease-" + lease.id()).start(() -> run(lease, calls));
    }

    CompletableFuture<LongboatException> lost() {
        return lost;
    }

    /// Ends the thread.
    ///
    /// @return false when it had ended, or the lease is lost
    boolean stop() {
        boolean first = stopped.compareAndSet(false, true);
        Thread renewing = thread;
        if (first && renewing != null) {
            renewing.interrupt();
        }
        return first && !lost.isDone();
    }

    private void run(Lease lease, CallDriver calls) {
        try {
            while (!stopped.get() && !lost.isDone()) {
                Thread.sleep(Math.max(1, lease.ttl().toMillis() / TIMES));
                renew(lease, calls);
            }
        } catch (InterruptedException _) {
            // It is closed.
        }
    }

    private void renew(Lease lease, CallDriver calls) throws InterruptedException {
        long sent = System.nanoTime();
        CompletableFuture<Duration> answer = calls.start(LeaseCalls.renew(lease.id()));
        try {
            var _ = answer.get(leftNanos(lease), TimeUnit.NANOSECONDS);
            renewedNanos = sent;
        } catch (TimeoutException _) {
            answer.cancel(true);
            lose(Failures.local(
                    Code.DEADLINE_EXCEEDED,
                    "lease " + lease.id() + " was not renewed for " + lease.ttl(),
                    Effect.READ,
                    true));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LongboatException failure && (isGone(failure) || leftNanos(lease) <= 0)) {
                lose(failure);
            }
        }
    }

    private long leftNanos(Lease lease) {
        return renewedNanos + lease.ttl().toMillis() * NANOS_PER_MILLI - System.nanoTime();
    }

    /// Whether the server knows the lease no more.
    static boolean isGone(LongboatException failure) {
        return failure.reason().equals(ErrorReason.LEASE_NOT_FOUND.name());
    }

    private void lose(LongboatException why) {
        if (!stopped.get()) {
            lost.complete(why);
        }
    }
}
