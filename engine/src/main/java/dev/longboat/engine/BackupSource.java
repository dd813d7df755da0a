package dev.longboat.engine;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The sending side of a backup: an image of a store, piece by piece, without what the receiver
/// has.
///
/// A file is read against its own checksums before anything of it is sent: what is rotten here
/// never takes the place of what is whole there.
///
/// Confined to one thread at a time. Lifetime: owns the image until closed.
public final class BackupSource implements AutoCloseable {
    /// Of the pieces.
    public static final int CHUNK_BYTES = 256 << 10;

    private final StoreImage image;
    private final Map<String, HeldFile> held = new HashMap<>();
    private final Iterator<ImageFile> files;
    private final CRC32C crc = new CRC32C();

    /// The file being sent; null between files.
    private @Nullable ImageFile file;

    private long offset;
    private long sentBytes;
    private boolean begun;
    private boolean ended;

    /// @param image handed over
    /// @param held what the receiver has; of several of one name the last counts
    public BackupSource(StoreImage image, List<HeldFile> held) {
        this.image = image;
        this.files = image.files().iterator();
        held.forEach(each -> this.held.put(each.name(), each));
    }

    /// The next piece; empty behind the last. May wait for the disk.
    ///
    /// @throws CorruptionException when a file of the store is damaged: the backup has failed
    public Optional<BackupPart> next() {
        if (!begun) {
            begun = true;
            return Optional.of(new BackupPart.Begin(image.id(), image.revision(), listed()));
        }
        ImageFile sending = file;
        if (sending != null) {
            return Optional.of(offset < sending.bytes() ? chunk(sending) : end());
        }
        if (files.hasNext()) {
            return Optional.of(begin(files.next()));
        }
        if (ended) {
            return Optional.empty();
        }
        ended = true;
        return Optional.of(new BackupPart.End(sentBytes));
    }

    private List<BackupPart.Listed> listed() {
        return image.files().stream()
                .map(each -> new BackupPart.Listed(each.name(), each.bytes()))
                .toList();
    }

    private BackupPart begin(ImageFile next) {
        file = next;
        offset = 0;
        crc.reset();
        HeldFile there = held.get(next.name());
        if (there != null && there.bytes() >= 0 && there.bytes() <= next.bytes()) {
            sum(next, there.bytes());
            if ((int) crc.getValue() == there.crc32c()) {
                offset = there.bytes();
            } else {
                crc.reset();
            }
        }
        if (offset < next.bytes()) {
            image.verify(next);
        }
        return new BackupPart.FileBegin(next.name(), next.bytes(), offset);
    }

    private void sum(ImageFile next, long bytes) {
        for (long at = 0; at < bytes; ) {
            ByteBuffer read = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, bytes - at));
            image.read(next, at, read);
            crc.update(read.flip());
            at += read.limit();
        }
    }

    private BackupPart chunk(ImageFile sending) {
        ByteBuffer data = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, sending.bytes() - offset));
        image.read(sending, offset, data);
        data.flip();
        crc.update(data.duplicate());
        BackupPart.Chunk chunk = new BackupPart.Chunk(offset, data, sumOf(data));
        offset += data.remaining();
        sentBytes += data.remaining();
        return chunk;
    }

    static int sumOf(ByteBuffer data) {
        CRC32C sum = new CRC32C();
        sum.update(data.duplicate());
        return (int) sum.getValue();
    }

    private BackupPart end() {
        file = null;
        return new BackupPart.FileEnd((int) crc.getValue());
    }

    @Override
    public void close() {
        image.close();
    }
}
