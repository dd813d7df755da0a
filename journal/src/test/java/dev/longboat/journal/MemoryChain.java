package dev.longboat.journal;

import java.util.ArrayList;
import java.util.List;

/// A chain that lives as long as the test: no power cut reaches it. Confined to the test's thread.
final class MemoryChain implements SegmentChain {
    private final List<ChainedSegment> segments = new ArrayList<>();

    @Override
    public List<ChainedSegment> segments() {
        return List.copyOf(segments);
    }

    @Override
    public int nextSegmentId() {
        return segments.isEmpty() ? 1 : segments.getLast().id() + 1;
    }

    @Override
    public void extend(int endOfLast, ChainedSegment next) {
        if (!segments.isEmpty()) {
            ChainedSegment last = segments.removeLast();
            segments.add(new ChainedSegment(last.id(), last.generation(), endOfLast));
        }
        segments.add(next);
    }

    /// Becomes equal to `other`.
    void copyFrom(MemoryChain other) {
        segments.clear();
        segments.addAll(other.segments);
    }
}
