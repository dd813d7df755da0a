package dev.longboat.engine;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.SyncKind;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Writes an image of a store into a directory: files that never change again get a second name
/// there, what is durable of the one being written is copied, the rest is made.
///
/// A file shares its bytes with the store, not its fate: the store deletes its own name when it
/// needs the file no longer. Nor does it write to one that has two names.
///
/// Confined to the thread that calls it.
final class CheckpointWriter {
    private static final int COPY_BYTES = 1 << 20;

    private final StoreImage image;
    private final StagedDirectory staged;
    private final Checkpoint.Linking linking;
    private long sharedBytes;
    private long copiedBytes;

    private CheckpointWriter(StoreImage image, StagedDirectory staged, Checkpoint.Linking linking) {
        this.image = image;
        this.staged = staged;
        this.linking = linking;
    }

    /// Writes a checkpoint.
    ///
    /// @param parent in which its directory is to be
    /// @param name of the directory
    static Checkpoint write(StoreImage image, Disk parent, String name, Checkpoint.Linking linking) {
        try (StagedDirectory staged = StagedDirectory.begin(parent, name)) {
            return new CheckpointWriter(image, staged, linking).write();
        } catch (DiskFullException e) {
            throw new ResourceExhaustedException("no room for the checkpoint: " + e.getMessage(), e);
        } catch (IOException e) {
            String hint = String.valueOf(e.getMessage()).contains("cross-device")
                    ? "; a checkpoint must lie on the file system of the store, elsewhere goes a backup"
                    : "";
            throw new BackupException("the checkpoint could not be made: " + e.getMessage() + hint, e);
        }
    }

    private Checkpoint write() throws IOException {
        for (ImageFile file : image.files()) {
            if (file.isShared()) {
                linking.link(file.name(), staged.nameInParent(file.name()));
                sharedBytes += file.bytes();
            } else {
                copy(file);
                copiedBytes += file.bytes();
            }
        }
        staged.finish();
        return new Checkpoint(image.id(), image.revision(), image.files().size(), sharedBytes, copiedBytes);
    }

    private void copy(ImageFile file) throws IOException {
        try (DiskFile target = staged.create(file.name())) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(COPY_BYTES, file.bytes()));
            for (long at = 0; at < file.bytes(); at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), file.bytes() - at));
                image.read(file, at, buffer);
                target.writeFully(buffer.flip(), at);
            }
            target.sync(SyncKind.FULL);
        }
    }
}
