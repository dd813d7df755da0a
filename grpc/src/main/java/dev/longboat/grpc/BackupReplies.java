package dev.longboat.grpc;

import dev.longboat.engine.BackupPart;
import dev.longboat.engine.BackupSource;
import dev.longboat.engine.HeldFile;
import dev.longboat.engine.Store;
import dev.longboat.proto.v1.BackupBegin;
import dev.longboat.proto.v1.BackupChunk;
import dev.longboat.proto.v1.BackupEnd;
import dev.longboat.proto.v1.BackupFile;
import dev.longboat.proto.v1.BackupFileBegin;
import dev.longboat.proto.v1.BackupFileEnd;
import dev.longboat.proto.v1.BackupRequest;
import dev.longboat.proto.v1.BackupResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The answer to a backup: the parts of a [BackupSource] as messages. Confined to one thread at a
/// time.
final class BackupReplies implements ReplySource {
    private final Store store;
    private final List<HeldFile> held;
    private @Nullable BackupSource source;

    BackupReplies(Store store, BackupRequest request) {
        this.store = store;
        this.held = request.getHeldList().stream()
                .map(file -> new HeldFile(file.getName(), file.getBytes(), file.getCrc32C()))
                .toList();
    }

    @Override
    public Optional<Reply> next() {
        BackupSource parts = source;
        if (parts == null) {
            parts = new BackupSource(store.image(), held);
            source = parts;
        }
        return parts.next().map(BackupReplies::reply);
    }

    private static Reply reply(BackupPart part) {
        BackupResponse.Builder message = BackupResponse.newBuilder();
        return switch (part) {
            case BackupPart.Begin begin ->
                Reply.of(message.setBegin(begin(begin)).build());
            case BackupPart.FileBegin(String name, long bytes, long from) ->
                Reply.of(message.setFileBegin(BackupFileBegin.newBuilder()
                                .setName(name)
                                .setBytes(bytes)
                                .setFrom(from))
                        .build());
            case BackupPart.Chunk(long offset, ByteBuffer data, int crc32c) ->
                Reply.of(new Reply.Nested(
                        BackupResponse.CHUNK_FIELD_NUMBER,
                        Reply.of(
                                new Reply.Fields(BackupChunk.newBuilder()
                                        .setOffset(offset)
                                        .setCrc32C(crc32c)
                                        .build()),
                                new Reply.Bytes(
                                        BackupChunk.DATA_FIELD_NUMBER,
                                        data.array(),
                                        data.arrayOffset() + data.position(),
                                        data.remaining()))));
            case BackupPart.FileEnd(int crc32c) ->
                Reply.of(message.setFileEnd(BackupFileEnd.newBuilder().setCrc32C(crc32c))
                        .build());
            case BackupPart.End(long sentBytes) ->
                Reply.of(message.setEnd(BackupEnd.newBuilder().setSentBytes(sentBytes))
                        .build());
        };
    }

    private static BackupBegin begin(BackupPart.Begin begin) {
        BackupBegin.Builder message = BackupBegin.newBuilder()
                .setStoreId(begin.store().toString().replace("-", ""))
                .setRevision(begin.revision());
        begin.files()
                .forEach(file -> message.addFiles(
                        BackupFile.newBuilder().setName(file.name()).setBytes(file.bytes())));
        return message.build();
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
        }
    }
}
