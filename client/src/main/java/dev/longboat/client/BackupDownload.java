package dev.longboat.client;

import dev.longboat.proto.v1.AdminGrpc;
import dev.longboat.proto.v1.BackupRequest;
import dev.longboat.proto.v1.BackupResponse;
import dev.longboat.proto.v1.HeldFile;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Streams a backup from the server to a sink, as fast as the sink takes it. Nothing is sent again
/// by itself: a backup that broke off is asked for anew, with what came of it. Confined to the
/// caller's thread.
final class BackupDownload {
    /// The server reads a whole file against its checksums before it sends any of it.
    private static final long STANDSTILL_MS_MIN = TimeUnit.MINUTES.toMillis(10);

    private final CallDriver calls;
    private final BackupSink sink;
    private boolean ended;

    BackupDownload(CallDriver calls, BackupSink sink) {
        this.calls = calls;
        this.sink = sink;
    }

    void receive(List<BackupSink.Held> held) throws IOException {
        BackupRequest.Builder request = BackupRequest.newBuilder();
        held.forEach(file -> request.addHeld(HeldFile.newBuilder()
                .setName(file.name())
                .setBytes(file.bytes())
                .setCrc32C(file.crc32c())));
        BlockingClientCall<?, BackupResponse> call = ClientCalls.blockingV2ServerStreamingCall(
                calls.channel(),
                AdminGrpc.getBackupMethod(),
                CallDriver.streamOptions(new SentWitness()),
                request.build());
        try {
            for (BackupResponse part = read(call); part != null; part = read(call)) {
                take(part);
            }
        } catch (IOException | RuntimeException e) {
            call.cancel("given up", e);
            throw e;
        }
        if (!ended) {
            throw Failures.local(Code.UNAVAILABLE, "the backup ended before it was whole", Effect.READ, true);
        }
    }

    private void take(BackupResponse part) throws IOException {
        switch (part.getPartCase()) {
            case BEGIN ->
                sink.begin(
                        part.getBegin().getStoreId(),
                        part.getBegin().getRevision(),
                        part.getBegin().getFilesList().stream()
                                .map(file -> new BackupSink.File(file.getName(), file.getBytes()))
                                .toList());
            case FILE_BEGIN ->
                sink.fileBegin(
                        part.getFileBegin().getName(),
                        part.getFileBegin().getBytes(),
                        part.getFileBegin().getFrom());
            case CHUNK ->
                sink.chunk(
                        part.getChunk().getOffset(),
                        part.getChunk().getData().asReadOnlyByteBuffer(),
                        part.getChunk().getCrc32C());
            case FILE_END -> sink.fileEnd(part.getFileEnd().getCrc32C());
            case END -> {
                ended = true;
                sink.end(part.getEnd().getSentBytes());
            }
            case PART_NOT_SET -> throw WireDecoder.notUnderstood("a part of a backup");
        }
    }

    private @Nullable BackupResponse read(BlockingClientCall<?, BackupResponse> call) {
        long standstillMs = Math.max(calls.idleMs(), STANDSTILL_MS_MIN);
        try {
            return call.read(standstillMs, TimeUnit.MILLISECONDS);
        } catch (StatusException e) {
            throw Failures.of(e, Effect.READ, true);
        } catch (TimeoutException _) {
            throw Failures.local(
                    Code.DEADLINE_EXCEEDED, "the backup stood still for " + standstillMs + " ms", Effect.READ, true);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Failures.local(Code.CANCELLED, "interrupted while taking a backup", Effect.READ, true);
        }
    }
}
