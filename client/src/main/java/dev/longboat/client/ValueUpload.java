package dev.longboat.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.SetResponse;
import dev.longboat.proto.v1.SetStreamHead;
import dev.longboat.proto.v1.SetStreamRequest;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Streams one value from a source to the server, chunk by chunk, as fast as it takes them.
/// Nothing is stored before the half-close, so until then every failure is certain. Confined to the
/// caller's thread.
final class ValueUpload {
    private static final int CHUNK_BYTES = 256 * 1024;

    private final CallDriver calls;
    private final Progress progress;
    private final SentWitness witness = new SentWitness();
    private final BlockingClientCall<SetStreamRequest, SetResponse> call;
    private boolean committing;

    ValueUpload(CallDriver calls, Progress progress) {
        this.calls = calls;
        this.progress = progress;
        this.call = ClientCalls.blockingClientStreamingCall(
                calls.channel(), LongboatGrpc.getSetStreamMethod(), CallDriver.streamOptions(witness));
    }

    /// Sends all of `source`; `bytesTotal` is its length, or -1 when that is not known.
    OperationResult.Set send(Key key, Lifetime lifetime, InputStream source, long bytesTotal) throws IOException {
        try {
            if (write(head(key, lifetime, bytesTotal))) {
                sendChunks(source, bytesTotal);
            }
            committing = true;
            call.halfClose();
            return WireDecoder.set(answer());
        } catch (StatusException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            call.cancel("silent for too long", e);
            throw Failures.local(
                    Code.DEADLINE_EXCEEDED,
                    "the server took nothing for " + calls.idleMs() + " ms",
                    Effect.WRITE,
                    committing);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            call.cancel("interrupted", null);
            throw Failures.local(Code.CANCELLED, "interrupted while sending a value", Effect.WRITE, committing);
        } catch (IOException e) {
            call.cancel("the source failed", e);
            throw e;
        }
    }

    private void sendChunks(InputStream source, long bytesTotal)
            throws IOException, StatusException, TimeoutException, InterruptedException {
        long done = 0;
        for (byte[] chunk = source.readNBytes(CHUNK_BYTES); chunk.length > 0; chunk = source.readNBytes(CHUNK_BYTES)) {
            ByteString bytes = UnsafeByteOperations.unsafeWrap(chunk);
            if (!write(SetStreamRequest.newBuilder().setChunk(bytes).build())) {
                return; // The server has ended the call; its answer says why.
            }
            done += chunk.length;
            progress.moved(done, bytesTotal);
        }
        if (bytesTotal >= 0 && done != bytesTotal) {
            throw new IOException("the source gave " + done + " bytes of " + bytesTotal);
        }
    }

    private boolean write(SetStreamRequest part) throws StatusException, TimeoutException, InterruptedException {
        return call.write(part, calls.idleMs(), TimeUnit.MILLISECONDS);
    }

    private SetResponse answer() throws StatusException, TimeoutException, InterruptedException {
        SetResponse answer = call.read(calls.idleMs(), TimeUnit.MILLISECONDS);
        if (answer == null) {
            throw Failures.local(Code.INTERNAL, "the server ended the call without an answer", Effect.WRITE, true);
        }
        return answer;
    }

    private LongboatException failure(StatusException e) {
        return Failures.of(e, Effect.WRITE, committing && witness.sent());
    }

    private static SetStreamRequest head(Key key, Lifetime lifetime, long bytesTotal) {
        SetStreamHead.Builder head = SetStreamHead.newBuilder()
                .setKey(key.wire())
                .setLease(lifetime.lease())
                .setTtlMs(lifetime.ttlMs());
        if (bytesTotal >= 0) {
            head.setTotalBytes(bytesTotal);
        }
        return SetStreamRequest.newBuilder().setHead(head).build();
    }
}
