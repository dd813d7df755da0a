package dev.longboat.bench;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A client of a classic system's gRPC interface, by the stubs of that system. Confined to one
/// thread.
abstract class StubCaller implements Caller {
    private static final int ANSWER_BYTES_MAX = 256 << 20;

    private final ManagedChannel channel;

    StubCaller(String endpoint) {
        channel = NettyChannelBuilder.forTarget(endpoint)
                .usePlaintext()
                .maxInboundMessageSize(ANSWER_BYTES_MAX)
                .intercept(new Deadline())
                .build();
    }

    ManagedChannel channel() {
        return channel;
    }

    /// Asks by a blocking stub.
    abstract Outcome ask(Act act);

    /// Lists by a blocking stub.
    abstract Map<String, String> list(String prefix);

    @Override
    public final Outcome call(Act act) throws IOException {
        try {
            return ask(act);
        } catch (StatusRuntimeException e) {
            throw new IOException(act.verb() + " of " + act.key() + ": " + e.getStatus(), e);
        }
    }

    @Override
    public final Map<String, String> pairs(String prefix) throws IOException {
        try {
            return list(prefix);
        } catch (StatusRuntimeException e) {
            throw new IOException("listing " + prefix + ": " + e.getStatus(), e);
        }
    }

    /// An act that this door has no word for.
    static IllegalArgumentException unknown(Act act) {
        return new IllegalArgumentException("this door cannot " + act.verb());
    }

    /// Gives every call its time. Immutable.
    private static final class Deadline implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return next.newCall(method, options.withDeadlineAfter(ANSWER_MAX.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @Override
    public final void close() {
        channel.shutdownNow();
    }
}
