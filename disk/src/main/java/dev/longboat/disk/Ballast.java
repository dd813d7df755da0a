package dev.longboat.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/// Bytes held in reserve at the root of a data directory: room for what frees room when the disk is
/// full. The file `BALLAST`; its name says that it is whole.
///
/// It is filled and synced under another name before it gets its own, so that no crash leaves a
/// short or sparse one under it, and filled with bytes that a file system can neither skip nor
/// compress. It is given up by taking its name away; the directory is synced then, since file
/// systems keep freed blocks until the change is committed. A name that comes back after a power
/// cut is a whole ballast again.
///
/// Confined to one thread at a time.
public final class Ballast {
    public static final String NAME = "BALLAST";

    static final String BEING_MADE = "BALLAST.new";

    private static final int STEP_BYTES_MAX = 1 << 20;

    private final Disk disk;
    private final long bytes;

    /// @param bytes how much to hold, a multiple of [Disk#BLOCK_BYTES]; 0 for nothing
    public Ballast(Disk disk, long bytes) {
        if (bytes < 0 || bytes % Disk.BLOCK_BYTES != 0) {
            throw new IllegalArgumentException(
                    "a ballast of " + bytes + " bytes is no multiple of " + Disk.BLOCK_BYTES);
        }
        this.disk = disk;
        this.bytes = bytes;
    }

    /// How much it holds when it is held.
    public long bytes() {
        return bytes;
    }

    /// Whether a ballast of this size is there. One of another size, and the beginnings of one, are
    /// taken away.
    public boolean isHeld() throws IOException {
        if (disk.exists(BEING_MADE)) {
            disk.delete(BEING_MADE);
        }
        if (!disk.exists(NAME)) {
            return false;
        }
        long found;
        try (DiskFile file = disk.openToRead(NAME)) {
            found = file.size();
        }
        if (bytes == 0 || found != bytes) {
            disk.delete(NAME);
            return false;
        }
        return true;
    }

    /// Takes the bytes from the disk. Durable when it returns.
    ///
    /// @throws ExhaustedException when there is no room, or no file can be opened
    /// @throws IOException when it cannot be made, for this or another reason; nothing is left
    ///     behind, unless the disk refuses that too
    public void hold() throws IOException {
        if (bytes == 0 || isHeld()) {
            return;
        }
        try (DiskFile file = disk.create(BEING_MADE, WriteMode.DURABLE)) {
            fill(file);
            file.sync(SyncKind.FULL);
            disk.rename(BEING_MADE, NAME);
        } catch (IOException e) {
            takeAway(e);
            throw e;
        }
        disk.syncDirectory("");
    }

    /// What was begun takes no room.
    private void takeAway(IOException cause) {
        try {
            if (disk.exists(BEING_MADE)) {
                disk.delete(BEING_MADE);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void fill(DiskFile file) throws IOException {
        int stepBytes = (int) Math.min(bytes, STEP_BYTES_MAX);
        try (Arena fillArena = Arena.ofConfined()) {
            ByteBuffer step = AlignedBuffers.allocate(fillArena, stepBytes);
            long noise = 1;
            for (long at = 0; at < bytes; at += step.limit()) {
                step.clear().limit((int) Math.min(stepBytes, bytes - at));
                for (int i = 0; i < step.limit(); i += Long.BYTES) {
                    noise ^= noise << 13;
                    noise ^= noise >>> 7;
                    noise ^= noise << 17;
                    step.putLong(i, noise);
                }
                file.writeFully(step.duplicate(), at);
            }
        }
    }

    /// Gives the bytes back to the disk.
    ///
    /// @return whether there were any
    public boolean release() throws IOException {
        if (!disk.exists(NAME)) {
            return false;
        }
        disk.delete(NAME);
        disk.syncDirectory("");
        return true;
    }
}
