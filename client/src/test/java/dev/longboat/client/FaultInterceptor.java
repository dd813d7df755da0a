package dev.longboat.client;

import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayDeque;

/// Lets the next calls suffer the faults that were ordered, one each. Guarded by its own monitor.
final class FaultInterceptor implements ServerInterceptor {
    private final ArrayDeque<Fault> ordered = new ArrayDeque<>();
    private int calls;

    synchronized void order(Fault... faults) {
        for (Fault fault : faults) {
            ordered.add(fault);
        }
    }

    /// The calls that came so far.
    synchronized int calls() {
        return calls;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Fault fault;
        synchronized (this) {
            calls++;
            fault = ordered.poll();
        }
        return switch (fault) {
            case null -> next.startCall(call, headers);
            case Fault.Refuse(StatusRuntimeException error) -> {
                close(call, error);
                yield new ServerCall.Listener<>() {};
            }
            case Fault.Hang _ -> new ServerCall.Listener<>() {};
            case Fault.LoseAnswer(StatusRuntimeException error) ->
                next.startCall(new BreakingCall<>(call, 0, error), headers);
            case Fault.BreakAfter(int messages, StatusRuntimeException error) ->
                next.startCall(new BreakingCall<>(call, messages, error), headers);
        };
    }

    private static void close(ServerCall<?, ?> call, StatusRuntimeException error) {
        Metadata trailers = error.getTrailers();
        call.close(error.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    /// Passes so many messages on, then fails. Confined to the call's thread.
    private static final class BreakingCall<Q, R> extends ForwardingServerCall.SimpleForwardingServerCall<Q, R> {
        private final StatusRuntimeException error;
        private int left;
        private boolean broken;

        BreakingCall(ServerCall<Q, R> call, int messages, StatusRuntimeException error) {
            super(call);
            this.left = messages;
            this.error = error;
        }

        @Override
        public void sendMessage(R message) {
            if (left-- > 0) {
                super.sendMessage(message);
            } else if (!broken) {
                broken = true;
                FaultInterceptor.close(delegate(), error);
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!broken) {
                super.close(status, trailers);
            }
        }
    }
}
