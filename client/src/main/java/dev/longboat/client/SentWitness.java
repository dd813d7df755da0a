package dev.longboat.client;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/// Sees whether any byte of a call left for the network. A call that failed before that was
/// certainly not heard by any server. Safe for concurrent use: one flag, set once.
final class SentWitness extends ClientStreamTracer.Factory {
    private volatile boolean sent;

    boolean sent() {
        return sent;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
        return new ClientStreamTracer() {
            @Override
            public void outboundHeaders() {
                sent = true;
            }
        };
    }
}
