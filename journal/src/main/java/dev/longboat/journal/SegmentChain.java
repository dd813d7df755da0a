package dev.longboat.journal;

import java.io.IOException;
import java.util.List;

/// The port through which the journal's shape is remembered: which segments there are, in which
/// order, and where each but the last ends. Confined to the thread that opens the journal, then to
/// its writer's.
///
public interface SegmentChain {
    /// The live segments in order, their ids ascending. All but the last have an end; the last is
    /// [ChainedSegment#OPEN]. Empty in a new store.
    List<ChainedSegment> segments();

    /// An id greater than that of every segment ever chained. The journal may take a higher one,
    /// where a file is left of a segment that was created and never chained.
    int nextSegmentId();

    /// Remembers, in one edit that a power cut takes whole or not at all, that the last segment
    /// ends at `endOfLast` and that `next` follows it. Durable when it returns. After a
    /// [dev.longboat.disk.ExhaustedException] the edit is not there and never will be, and the
    /// journal goes on with the segment it has; after any other failure the next start may or may
    /// not find the edit, and the journal fails for good.
    ///
    /// @param endOfLast a byte; [ChainedSegment#OPEN] when `next` is the first of all
    /// @param next the new last segment, open
    void extend(int endOfLast, ChainedSegment next) throws IOException;
}
