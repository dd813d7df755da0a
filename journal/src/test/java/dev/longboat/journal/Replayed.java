package dev.longboat.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Keeps what a journal replays. Confined to the test's thread.
final class Replayed implements FrameVisitor {
    private final List<Long> indexes = new ArrayList<>();
    private final List<ByteBuffer> payloads = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    @Override
    public void frame(FrameHead head, Position payloadAt, int generation, ByteBuffer payload) {
        ByteBuffer bytes = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
        if (head.type() == FrameType.ENTRY) {
            indexes.add(head.index());
            payloads.add(bytes);
        }
        lines.add(head + " at " + payloadAt + "." + generation + " +" + bytes.capacity());
    }

    /// Of the entries.
    List<Long> indexes() {
        return indexes;
    }

    /// Of the entries.
    List<ByteBuffer> payloads() {
        return payloads;
    }

    /// One for each frame.
    List<String> lines() {
        return lines;
    }
}
