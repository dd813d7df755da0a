package dev.longboat.cli;

import dev.longboat.client.BackupSink;
import dev.longboat.client.Progress;
import dev.longboat.engine.BackupDirectory;
import dev.longboat.engine.BackupPart;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/// Puts what a server sends into a backup directory. Confined to the main thread.
final class BackupReceiver implements BackupSink {
    private final BackupDirectory directory;
    private final Progress progress;
    private long bytesTotal;
    private long bytesDone;
    private long sentBytes;

    BackupReceiver(BackupDirectory directory, Progress progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /// What the server need not send.
    List<Held> held() {
        return directory.held().stream()
                .map(file -> new Held(file.name(), file.bytes(), file.crc32c()))
                .toList();
    }

    /// Bytes that came.
    long sentBytes() {
        return sentBytes;
    }

    @Override
    public void begin(String storeId, long revision, List<File> files) {
        UUID store = new UUID(Long.parseUnsignedLong(storeId, 0, 16, 16), Long.parseUnsignedLong(storeId, 16, 32, 16));
        bytesTotal = files.stream().mapToLong(File::bytes).sum();
        directory.accept(new BackupPart.Begin(
                store,
                revision,
                files.stream()
                        .map(file -> new BackupPart.Listed(file.name(), file.bytes()))
                        .toList()));
    }

    @Override
    public void fileBegin(String name, long bytes, long from) {
        directory.accept(new BackupPart.FileBegin(name, bytes, from));
        moved(from);
    }

    @Override
    public void chunk(long offset, ByteBuffer data, int crc32c) {
        int length = data.remaining();
        directory.accept(new BackupPart.Chunk(offset, data, crc32c));
        moved(length);
    }

    private void moved(long bytes) {
        bytesDone += bytes;
        progress.moved(bytesDone, bytesTotal);
    }

    @Override
    public void fileEnd(int crc32c) {
        directory.accept(new BackupPart.FileEnd(crc32c));
    }

    @Override
    public void end(long bytes) {
        sentBytes = bytes;
        directory.accept(new BackupPart.End(bytes));
    }
}
