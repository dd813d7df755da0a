package dev.longboat.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Takes the frames that [Journal#open] replays, in order. Confined to the thread that opens the
/// journal.
@FunctionalInterface
public interface FrameVisitor {
    /// Takes one entry or extent; marks are not shown.
    ///
    /// @param payloadAt where the payload lies, and stays
    /// @param generation of the segment it lies in
    /// @param payload little-endian, read-only, valid only during the call
    void frame(FrameHead head, Position payloadAt, int generation, ByteBuffer payload) throws IOException;
}
