package dev.longboat.client;

import com.google.protobuf.ByteString;
import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.SetResponse;
import dev.longboat.proto.v1.SetStreamHead;
import dev.longboat.proto.v1.SetStreamRequest;
import io.grpc.ClientCall;
import io.grpc.Status.Code;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Sends a value that is in memory, but too long for one message, whenever the network is ready for
/// another chunk. Confined to the network's thread, which calls every method but `start`.
final class LargeSet implements ClientResponseObserver<SetStreamRequest, SetResponse> {
    private static final int CHUNK_BYTES = 256 * 1024;

    private final Operation.Set set;
    private final SentWitness witness;
    private final CompletableFuture<OperationResult.Set> future;
    private @Nullable SetResponse answer;
    private boolean begun;
    private volatile boolean committing;
    private int sentBytes;

    private LargeSet(Operation.Set set, SentWitness witness, CompletableFuture<OperationResult.Set> future) {
        this.set = set;
        this.witness = witness;
        this.future = future;
    }

    /// Starts to send. A failure before the last chunk is certain: nothing was stored.
    static CompletableFuture<OperationResult.Set> start(CallDriver calls, Operation.Set set) {
        CompletableFuture<OperationResult.Set> future = new CompletableFuture<>();
        SentWitness witness = new SentWitness();
        ClientCall<SetStreamRequest, SetResponse> call = calls.channel()
                .newCall(
                        LongboatGrpc.getSetStreamMethod(),
                        CallDriver.callOptions(calls.deadline(set.value().size()), witness));
        CallDriver.cancelWith(future, call);
        ClientCalls.asyncClientStreamingCall(call, new LargeSet(set, witness, future));
        return future;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SetStreamRequest> stream) {
        stream.setOnReadyHandler(() -> sendWhileReady(stream));
    }

    private void sendWhileReady(ClientCallStreamObserver<SetStreamRequest> stream) {
        ByteString value = set.value().wire();
        while (stream.isReady() && !committing) {
            if (!begun) {
                begun = true;
                stream.onNext(head());
            } else if (sentBytes < value.size()) {
                int end = Math.min(value.size(), sentBytes + CHUNK_BYTES);
                stream.onNext(SetStreamRequest.newBuilder()
                        .setChunk(value.substring(sentBytes, end))
                        .build());
                sentBytes = end;
            } else {
                committing = true;
                stream.onCompleted();
            }
        }
    }

    private SetStreamRequest head() {
        return SetStreamRequest.newBuilder()
                .setHead(SetStreamHead.newBuilder()
                        .setKey(set.key().wire())
                        .setLease(set.lifetime().lease())
                        .setTtlMs(set.lifetime().ttlMs())
                        .setTotalBytes(set.value().size()))
                .build();
    }

    @Override
    public void onNext(SetResponse response) {
        answer = response;
    }

    @Override
    public void onError(Throwable thrown) {
        future.completeExceptionally(Failures.of(thrown, Effect.WRITE, committing && witness.sent()));
    }

    @Override
    public void onCompleted() {
        if (answer == null) {
            future.completeExceptionally(Failures.local(
                    Code.INTERNAL, "the server ended the call without an answer", Effect.WRITE, committing));
        } else {
            future.complete(WireDecoder.set(answer));
        }
    }
}
