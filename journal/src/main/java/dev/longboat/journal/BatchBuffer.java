package dev.longboat.journal;

import dev.longboat.disk.AlignedBuffers;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Gathers frames for one write. Confined to the writer's thread.
///
/// Lifetime: borrows its memory.
final class BatchBuffer {
    private static final int NONE = -1;

    private final ByteBuffer memory;
    private final FrameCodec codec;

    private ByteBuffer begun = ByteBuffer.allocate(0);
    private int begunAt = NONE;
    private int lastAt = NONE;
    private int filled;
    private int frames;
    private int contents;
    private long payloadBytes;

    /// @param memory whole blocks, fit for durable writes
    BatchBuffer(ByteBuffer memory, FrameCodec codec) {
        this.memory = memory;
        this.codec = codec;
    }

    boolean isEmpty() {
        return frames == 0;
    }

    boolean isBegun() {
        return begunAt != NONE;
    }

    /// Frames ended.
    int frames() {
        return frames;
    }

    /// Frames ended that carry more than a mark.
    int contents() {
        return contents;
    }

    long payloadBytes() {
        return payloadBytes;
    }

    /// Bytes of the batch, were it to end with one more frame of `payloadBytesMax`.
    long bytesWith(int payloadBytesMax) {
        return JournalOptions.batchBytes((long) FrameLayout.align(filled) + payloadBytesMax);
    }

    int capacity() {
        return memory.capacity();
    }

    /// Begins a frame.
    ///
    /// @return where its payload goes
    ByteBuffer begin(int payloadBytesMax) {
        begunAt = FrameLayout.align(filled);
        begun = memory.slice(begunAt + FrameLayout.HEAD_BYTES, payloadBytesMax).order(ByteOrder.LITTLE_ENDIAN);
        return begun;
    }

    /// Where the payload begun lies in the batch.
    int begunPayloadOffset() {
        return begunAt + FrameLayout.HEAD_BYTES;
    }

    /// Ends the frame begun; its payload is what was put.
    void end(FrameHead head, ActiveSegment segment, Position mark) {
        int length = begun.position();
        int crc = Checksum.of(memory, begunPayloadOffset(), length);
        boolean first = begunAt == 0;
        Frame frame = new Frame(
                head,
                segment.id(),
                segment.generation(),
                segment.writeOffset() + begunAt,
                length,
                crc,
                segment.batchNumber(),
                first,
                false,
                mark);
        zero(filled, begunAt);
        codec.encode(frame, memory, begunAt);
        filled = begunPayloadOffset() + length;
        lastAt = begunAt;
        frames++;
        contents += head.type() == FrameType.MARK ? 0 : 1;
        payloadBytes += length;
        cancel();
    }

    /// Drops the frame begun.
    void cancel() {
        begunAt = NONE;
    }

    /// Ends the batch: flags its last frame and fills the last block with zeros.
    ///
    /// @return the blocks to write
    ByteBuffer finish() {
        codec.markLast(memory, lastAt);
        int end = (int) AlignedBuffers.roundUp(filled);
        zero(filled, end);
        return memory.duplicate().position(0).limit(end);
    }

    /// Drops all frames.
    void clear() {
        begunAt = NONE;
        lastAt = NONE;
        filled = 0;
        frames = 0;
        contents = 0;
        payloadBytes = 0;
    }

    private void zero(int from, int to) {
        MemorySegment.ofBuffer(memory).asSlice(from, to - from).fill((byte) 0);
    }
}
