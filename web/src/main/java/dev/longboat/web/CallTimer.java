package dev.longboat.web;

import dev.longboat.disk.Clock;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// Times every call of the doors, from its head to its status. Of a session, which is one call,
/// that is its whole life. Safe for concurrent use.
final class CallTimer implements ServerInterceptor {
    private static final Duration[] BUCKETS = LongStream.of(
                    100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 500_000, 2_000_000, 10_000_000)
            .mapToObj(micros -> Duration.ofNanos(micros * 1000))
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Clock clock;
    private final ConcurrentHashMap<Kind, Timer> timers = new ConcurrentHashMap<>();

    CallTimer(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    private record Kind(String method, Status.Code code) {}

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        long begun = clock.monotonicNanos();
        return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        Kind kind = new Kind(getMethodDescriptor().getFullMethodName(), status.getCode());
                        timers.computeIfAbsent(kind, CallTimer.this::timer)
                                .record(clock.monotonicNanos() - begun, TimeUnit.NANOSECONDS);
                        super.close(status, trailers);
                    }
                },
                headers);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("longboat.call")
                .description("calls from their head to their status")
                .tag("method", kind.method())
                .tag("status", kind.code().name())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
