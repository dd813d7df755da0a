package dev.longboat.client;

import com.google.protobuf.ByteString;
import dev.longboat.proto.v1.GetStreamResponse;
import dev.longboat.proto.v1.LongboatGrpc;
import io.grpc.Deadline;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Streams one value from the server to a sink, chunk by chunk, as fast as the sink takes them.
/// When the connection breaks, it asks for the same revision again and drops what the sink has.
/// Confined to the caller's thread.
final class ValueDownload {
    private final CallDriver calls;
    private final Key key;
    private final OutputStream sink;
    private final Progress progress;
    private View view;
    private @Nullable KeyVersion version;
    private long written;

    ValueDownload(CallDriver calls, Key key, View view, OutputStream sink, Progress progress) {
        this.calls = calls;
        this.key = key;
        this.view = view;
        this.sink = sink;
        this.progress = progress;
    }

    /// Writes the value to the sink; empty when there is none.
    Optional<KeyVersion> receive() throws IOException {
        Deadline patience = calls.deadline();
        for (int attempt = 1; ; attempt++) {
            long before = written;
            try {
                return once();
            } catch (LongboatException failure) {
                if (written > before) {
                    attempt = 1;
                    patience = calls.deadline();
                }
                if (!calls.pauseBeforeRetry(failure, attempt, patience)) {
                    throw failure;
                }
            }
        }
    }

    private Optional<KeyVersion> once() throws IOException {
        BlockingClientCall<?, GetStreamResponse> call = ClientCalls.blockingV2ServerStreamingCall(
                calls.channel(),
                LongboatGrpc.getGetStreamMethod(),
                CallDriver.streamOptions(new SentWitness()),
                WireEncoder.get(key, view, false));
        try {
            GetStreamResponse head = read(call);
            if (head == null || !head.hasHead()) {
                throw WireDecoder.notUnderstood("a value without a head");
            }
            if (!head.getHead().hasVersion()) {
                return Optional.empty();
            }
            KeyVersion found = WireDecoder.version(head.getHead().getVersion());
            version = sameAsBefore(found);
            view = view.atRevision(head.getHead().getRevision());
            copyChunks(call, found);
            return Optional.of(found);
        } catch (IOException e) {
            call.cancel("the sink failed", e);
            throw e;
        } catch (LongboatException e) {
            call.cancel("given up", e);
            throw e;
        }
    }

    private KeyVersion sameAsBefore(KeyVersion found) {
        if (version != null && !version.equals(found)) {
            throw WireDecoder.notUnderstood("another version of " + key + " for the same revision");
        }
        return found;
    }

    private void copyChunks(BlockingClientCall<?, GetStreamResponse> call, KeyVersion found) throws IOException {
        long received = 0;
        for (GetStreamResponse part = read(call); part != null; part = read(call)) {
            ByteString chunk = part.getChunk();
            long known = Math.clamp(written - received, 0, chunk.size());
            received += chunk.size();
            if (received > found.valueBytes()) {
                throw WireDecoder.notUnderstood("more of a value than there is");
            }
            chunk.substring((int) known).writeTo(sink);
            written += chunk.size() - known;
            progress.moved(written, found.valueBytes());
        }
        if (received != found.valueBytes()) {
            throw Failures.local(
                    Code.UNAVAILABLE,
                    "the value ended after " + received + " of " + found.valueBytes() + " bytes",
                    Effect.READ,
                    true);
        }
    }

    private @Nullable GetStreamResponse read(BlockingClientCall<?, GetStreamResponse> call) {
        try {
            return call.read(calls.idleMs(), TimeUnit.MILLISECONDS);
        } catch (StatusException e) {
            throw Failures.of(e, Effect.READ, true);
        } catch (TimeoutException _) {
            throw Failures.local(
                    Code.DEADLINE_EXCEEDED, "the value stood still for " + calls.idleMs() + " ms", Effect.READ, true);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Failures.local(Code.CANCELLED, "interrupted while reading a value", Effect.READ, true);
        }
    }
}
