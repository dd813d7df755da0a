package dev.longboat.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Walks the frames of one segment in order, and stops where a reader may accept no more. Confined
/// to the thread that opened it.
///
/// A frame is accepted when its head and payload verify, when it says of itself that it stands
/// where it stands, and when it continues what came before: inside a batch the next frame carries
/// the batch's number and is not flagged first; behind a batch it stands on a block, is flagged
/// first, and its batch has a higher number. So what is left of an older, failed batch at the same
/// place never continues a younger one.
///
/// Lifetime: borrows the file; owns its window until closed.
final class FrameScanner implements Closeable {
    private final FileWindow window;
    private final FrameCodec codec;
    private final int segment;
    private final int generation;

    private int offset;
    private int batch;
    private boolean inside;
    private int payloadOffset;
    private int payloadBytes;

    /// @param window over the segment's file; closed with the scanner
    /// @param from where a batch begins
    FrameScanner(FileWindow window, FrameCodec codec, int segment, int generation, int from) {
        this.window = window;
        this.codec = codec;
        this.segment = segment;
        this.generation = generation;
        this.offset = from;
    }

    /// Where the next frame begins, if there is one.
    int offset() {
        return offset;
    }

    /// Whether the next frame would continue a batch.
    boolean insideBatch() {
        return inside;
    }

    /// Finds what is at [#offset], and steps over it if it is a frame.
    Found next() throws IOException {
        if (!window.load(offset, FrameLayout.HEAD_BYTES)) {
            return new NoFrame(offset, "the segment ends at " + window.limit());
        }
        Found found = codec.decode(window.bytes(), window.at(offset), segment, generation, offset);
        return found instanceof Frame frame ? accept(frame) : found;
    }

    /// The payload of the frame last found: little-endian, read-only, valid until the next step.
    ByteBuffer payload() {
        return window.bytes()
                .slice(window.at(payloadOffset), payloadBytes)
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private Found accept(Frame frame) throws IOException {
        if (frame.first() == inside || (inside ? frame.batch() != batch : frame.batch() <= batch)) {
            return new NoFrame(
                    offset,
                    "a frame of batch " + frame.batch() + " where batch " + batch + (inside ? " goes on" : " ended"));
        }
        if (!window.load(frame.payloadOffset(), frame.payloadBytes())) {
            return new NoFrame(
                    offset, "payload of " + frame.payloadBytes() + " bytes, but the segment ends at " + window.limit());
        }
        int found = Checksum.of(window.bytes(), window.at(frame.payloadOffset()), frame.payloadBytes());
        if (found != frame.payloadCrc32c()) {
            return new NoFrame(
                    offset,
                    "payload sums to " + FrameCodec.hex(found) + ", head says "
                            + FrameCodec.hex(frame.payloadCrc32c()));
        }
        payloadOffset = frame.payloadOffset();
        payloadBytes = frame.payloadBytes();
        offset = frame.nextOffset();
        batch = frame.batch();
        inside = !frame.last();
        return frame;
    }

    @Override
    public void close() {
        window.close();
    }
}
