package dev.longboat.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// An open file on Linux.
///
/// Direct reads reach any position and length through [ScratchBuffers], in whole blocks; where the
/// caller's position and buffer are aligned they go straight into it. Durable writes where direct
/// access is refused are a buffered write and a sync, one at a time, so that a failed sync is told
/// to the writer whose bytes it was about. Safe for concurrent use.
final class LinuxFile implements DiskFile {
    /// A buffer on the heap moves at most this much in a call: the JDK copies it through native
    /// memory, and every thread would keep as much of that as it ever moved at once.
    private static final int HEAP_STEP_BYTES = 256 * 1024;

    private static final int TRIES_PER_BLOCK_MAX = 3;

    private final SteadyChannel channel;
    private final ScratchBuffers scratch;
    private final Object durableFallback = new Object();

    LinuxFile(SteadyChannel channel, ScratchBuffers scratch) {
        this.channel = channel;
        this.scratch = scratch;
    }

    @Override
    public String name() {
        return channel.name();
    }

    /// Whether this file passes the operating system's cache by.
    boolean direct() {
        return channel.opening().direct();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        if (!target.hasRemaining()) {
            return 0;
        }
        int count;
        try {
            count = (int) channel.use("read", position, current -> {
                target.position(start);
                return direct() ? readDirect(current, target, position) : current.read(step(target), position);
            });
        } catch (SteadyChannel.NamelessException _) {
            target.position(start);
            count = channel.readThroughAnchor(target, position);
        }
        target.position(start + Math.max(count, 0));
        return count;
    }

    private int readDirect(FileChannel current, ByteBuffer target, long position) throws IOException {
        int wholeBytes = target.remaining() & -Disk.BLOCK_BYTES;
        if (wholeBytes > 0 && isAligned(position) && isAligned(target)) {
            return current.read(target.slice(target.position(), wholeBytes), position);
        }
        long sizeBytes = current.size();
        if (position >= sizeBytes) {
            return -1;
        }
        ByteBuffer blocks = scratch.take();
        try {
            return readBlocks(current, blocks, target, position);
        } finally {
            scratch.release(blocks);
        }
    }

    private static int readBlocks(FileChannel current, ByteBuffer blocks, ByteBuffer target, long position)
            throws IOException {
        long firstBlock = position & -Disk.BLOCK_BYTES;
        int skipped = (int) (position - firstBlock);
        long wanted = AlignedBuffers.roundUp((long) skipped + target.remaining());
        blocks.limit((int) Math.min(wanted, blocks.capacity()));
        int count = Math.min(current.read(blocks, firstBlock) - skipped, target.remaining());
        if (count <= 0) {
            throw new IOException("the file ends before its size");
        }
        target.put(target.position(), blocks, skipped, count);
        return count;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        if (channel.opening().durable()) {
            requireAligned(source, position);
            return source.hasRemaining() ? writeDurably(source, position) : 0;
        }
        return source.hasRemaining() ? writeOnce(source, position) : 0;
    }

    private int writeDurably(ByteBuffer source, long position) throws IOException {
        if (direct()) {
            return writeBlocks(source, position);
        }
        synchronized (durableFallback) {
            int count = writeBlocks(source, position);
            channel.sync(SyncKind.DATA);
            return count;
        }
    }

    private int writeBlocks(ByteBuffer source, long position) throws IOException {
        int start = source.position();
        for (int tries = 0; tries < TRIES_PER_BLOCK_MAX; tries++) {
            int count = writeOnce(source, position) & -Disk.BLOCK_BYTES;
            source.position(start + count);
            if (count > 0) {
                return count;
            }
        }
        throw new DiskFullException(name() + ": no whole block fits at " + position);
    }

    private int writeOnce(ByteBuffer source, long position) throws IOException {
        int start = source.position();
        int count = (int) channel.use("write", position, current -> {
            source.position(start);
            return current.write(step(source), position);
        });
        source.position(start + count);
        return count;
    }

    private void requireAligned(ByteBuffer source, long position) {
        if (!isAligned(position) || !isAligned(source.remaining()) || !isAligned(source)) {
            throw new IllegalArgumentException(
                    "%s: a durable write of %d bytes at %d from %s buffer: all three must be multiples of %d"
                            .formatted(
                                    name(),
                                    source.remaining(),
                                    position,
                                    isAligned(source) ? "an aligned" : "a heap or unaligned",
                                    Disk.BLOCK_BYTES));
        }
    }

    private static boolean isAligned(long bytes) {
        return bytes % Disk.BLOCK_BYTES == 0;
    }

    private static boolean isAligned(ByteBuffer buffer) {
        return buffer.isDirect() && buffer.alignmentOffset(buffer.position(), Disk.BLOCK_BYTES) == 0;
    }

    /// As much of `buffer` as one call moves.
    private static ByteBuffer step(ByteBuffer buffer) {
        return buffer.isDirect() || buffer.remaining() <= HEAP_STEP_BYTES
                ? buffer
                : buffer.slice(buffer.position(), HEAP_STEP_BYTES);
    }

    @Override
    public void sync(SyncKind kind) throws IOException {
        channel.sync(kind);
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.use("truncate", size, current -> {
            if (size > current.size()) {
                throw new IllegalArgumentException(name() + ": cannot cut " + current.size() + " bytes to " + size);
            }
            return current.truncate(size).position();
        });
    }

    @Override
    public long size() throws IOException {
        try {
            return channel.use("size", 0, FileChannel::size);
        } catch (SteadyChannel.NamelessException _) {
            return channel.sizeThroughAnchor();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
