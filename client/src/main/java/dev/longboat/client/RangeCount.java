package dev.longboat.client;

import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.RangeChunk;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.Iterator;

/// Asks how many keys a query selects. Immutable.
final class RangeCount {
    private RangeCount() {}

    static long read(CallDriver calls, RangeQuery query) {
        SentWitness witness = new SentWitness();
        try {
            Iterator<RangeChunk> chunks = ClientCalls.blockingServerStreamingCall(
                    calls.channel(),
                    LongboatGrpc.getRangeMethod(),
                    CallDriver.callOptions(calls.deadline(), witness),
                    WireEncoder.count(query));
            while (chunks.hasNext()) {
                RangeChunk chunk = chunks.next();
                if (chunk.hasEnd()) {
                    return chunk.getEnd().getCount();
                }
            }
        } catch (StatusRuntimeException e) {
            throw Failures.of(e, Effect.READ, witness.sent());
        }
        throw Failures.local(Code.UNAVAILABLE, "the count ended before it was whole", Effect.READ, true);
    }
}
