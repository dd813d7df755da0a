package dev.longboat.disk;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/// A bounded set of block-aligned buffers through which direct reads reach any position and length.
///
/// At most [#BUFFERS_MAX] are ever made, [#BUFFER_BYTES] each; a reader that finds none waits for
/// another to finish, as it would in the device's queue. They are collected with the disk they
/// belong to. Safe for concurrent use.
final class ScratchBuffers {
    static final int BUFFER_BYTES = 256 * 1024;
    static final int BUFFERS_MAX = 32;

    private final Semaphore permits = new Semaphore(BUFFERS_MAX);
    private final Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();

    /// A cleared buffer for the caller alone, to be given back by [#release].
    ByteBuffer take() {
        permits.acquireUninterruptibly();
        ByteBuffer buffer = idle.poll();
        return buffer == null ? allocate() : buffer.clear();
    }

    void release(ByteBuffer buffer) {
        idle.add(buffer);
        permits.release();
    }

    private ByteBuffer allocate() {
        try {
            return ByteBuffer.allocateDirect(BUFFER_BYTES + Disk.BLOCK_BYTES).alignedSlice(Disk.BLOCK_BYTES);
        } catch (OutOfMemoryError e) {
            permits.release();
            throw e;
        }
    }
}
