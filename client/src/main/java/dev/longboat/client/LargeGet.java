package dev.longboat.client;

import com.google.protobuf.ByteString;
import dev.longboat.proto.v1.GetRequest;
import dev.longboat.proto.v1.GetStreamResponse;
import dev.longboat.proto.v1.LongboatGrpc;
import io.grpc.ClientCall;
import io.grpc.Status.Code;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Collects into memory a value that is too long for one message. Confined to the network's thread,
/// which calls every method but `start`.
final class LargeGet implements StreamObserver<GetStreamResponse> {
    private final CompletableFuture<Optional<KeyValue>> future;
    private @Nullable KeyVersion version;
    private byte[] value = new byte[0];
    private int received;

    private LargeGet(CompletableFuture<Optional<KeyValue>> future) {
        this.future = future;
    }

    /// Starts to read the version that `omitted` described.
    static CompletableFuture<Optional<KeyValue>> start(CallDriver calls, KeyVersion omitted) {
        CompletableFuture<Optional<KeyValue>> future = new CompletableFuture<>();
        if (omitted.valueBytes() > Integer.MAX_VALUE - 8) {
            future.completeExceptionally(Failures.local(
                    Code.OUT_OF_RANGE,
                    "a value of " + omitted.valueBytes() + " bytes does not fit an array; stream it",
                    Effect.READ,
                    false));
            return future;
        }
        GetRequest request = WireEncoder.get(omitted.key(), View.at(omitted.revision()), false);
        ClientCall<GetRequest, GetStreamResponse> call = calls.channel()
                .newCall(
                        LongboatGrpc.getGetStreamMethod(),
                        CallDriver.callOptions(calls.deadline(omitted.valueBytes()), new SentWitness()));
        CallDriver.cancelWith(future, call);
        ClientCalls.asyncServerStreamingCall(call, request, new LargeGet(future));
        return future;
    }

    @Override
    public void onNext(GetStreamResponse part) {
        if (part.hasHead()) {
            if (part.getHead().hasVersion()) {
                version = WireDecoder.version(part.getHead().getVersion());
                value = new byte[Math.toIntExact(version.valueBytes())];
            }
            return;
        }
        ByteString chunk = part.getChunk();
        if (received + chunk.size() > value.length) {
            throw WireDecoder.notUnderstood("more of a value than there is");
        }
        chunk.copyTo(value, received);
        received += chunk.size();
    }

    @Override
    public void onError(Throwable thrown) {
        future.completeExceptionally(Failures.of(thrown, Effect.READ, true));
    }

    @Override
    public void onCompleted() {
        KeyVersion found = version;
        if (found == null) {
            future.complete(Optional.empty());
        } else if (received != value.length) {
            future.completeExceptionally(Failures.local(
                    Code.UNAVAILABLE,
                    "the value ended after " + received + " of " + value.length + " bytes",
                    Effect.READ,
                    true));
        } else {
            future.complete(Optional.of(new KeyValue(found, Value.wrap(value), false)));
        }
    }
}
