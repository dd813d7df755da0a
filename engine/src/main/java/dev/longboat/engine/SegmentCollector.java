package dev.longboat.engine;

import dev.longboat.disk.Disk;
import dev.longboat.disk.ExhaustedException;
import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives the space of journal segments back: those to which nothing refers any more leave the
/// chain, and those of which little lives become victims, whose values merges take along. And says
/// how large segments should be, so that a small store is not a few large ones.
///
/// What lives in a segment is a sum over the live tables, worked out anew each time, so that no
/// counter can drift. Confined to the store-compaction thread.
final class SegmentCollector {
    /// While room is wanted a segment is a victim unless nearly all of it lives.
    private static final int PRESSED_BELOW_PERCENT = 95;

    /// What lives should fill so many segments: garbage goes by whole ones, and those that are
    /// being filled or cleared come on top.
    private static final int SEGMENTS_LEAST = 8;

    /// Each segment begun costs four syncs; a small store takes more room instead.
    private static final long SEGMENT_BYTES_LEAST = 16 << 20;

    /// Blocks of a merge that moves values: the head and the last mark of a segment, the mark that
    /// covers what was moved, and a piece that is not full.
    private static final int MOVE_OVERHEAD_BLOCKS = 4;

    private final Manifest manifest;
    private final Journal journal;
    private final SegmentPins pins;
    private final int belowPercent;
    private final int extentBytes;

    /// Victims that a merge could not clear.
    private final Set<Integer> stubborn = new HashSet<>();

    /// @param belowPercent a segment becomes a victim when less of it lives
    /// @param extentBytes in pieces of which values move
    SegmentCollector(Manifest manifest, Journal journal, SegmentPins pins, int belowPercent, int extentBytes) {
        this.manifest = manifest;
        this.journal = journal;
        this.pins = pins;
        this.belowPercent = belowPercent;
        this.extentBytes = extentBytes;
    }

    /// Takes the segments in which nothing lives out of the chain, and has new ones fit what lives.
    ///
    /// @param set the newest
    /// @return whether there were any
    boolean retire(TableSet set) throws IOException {
        Map<Integer, Long> live = live(set);
        journal.segmentBytes(Math.max(SEGMENT_BYTES_LEAST, sum(live) / SEGMENTS_LEAST));
        List<Integer> dead = new ArrayList<>();
        for (ChainedSegment segment : applied()) {
            if (!live.containsKey(segment.id())) {
                dead.add(segment.id());
            }
        }
        List<Integer> taken = pins.retire(dead);
        if (taken.isEmpty()) {
            return false;
        }
        try {
            manifest.append(new ManifestEdit.Retired(taken));
        } catch (ExhaustedException e) {
            pins.keep(taken);
            throw e;
        }
        pins.unchain(taken);
        return true;
    }

    /// Deletes the files of segments that have left the chain, once nobody reads them.
    void sweep() throws IOException {
        for (int segment : pins.takeUnread()) {
            journal.delete(segment);
        }
    }

    /// The segments that values should leave: those of which least lives, as many as there is room
    /// to move what lives in them.
    ///
    /// @param pressed whether room is wanted so much that a little gain is welcome
    /// @param roomBytes that may be written before any is freed; part of the room there is, since
    ///     moving them takes several merges, and others write meanwhile
    Set<Integer> victims(TableSet set, boolean pressed, long roomBytes) {
        Map<Integer, Long> live = live(set);
        List<Integer> sparse = new ArrayList<>();
        for (ChainedSegment segment : applied()) {
            long bytes = live.getOrDefault(segment.id(), 0L);
            if (bytes > 0
                    && (pressed ? isWorthMoving(segment, bytes) : isSparse(segment, bytes))
                    && !stubborn.contains(segment.id())
                    && !pins.isPinned(segment.id())) {
                sparse.add(segment.id());
            }
        }
        sparse.sort(Comparator.comparingLong(live::get));
        Set<Integer> victims = new HashSet<>();
        long moving = 0;
        for (int segment : sparse) {
            moving += live.getOrDefault(segment, 0L);
            if (bytesToMove(moving) > roomBytes) {
                break;
            }
            victims.add(segment);
        }
        return victims;
    }

    private boolean isSparse(ChainedSegment segment, long liveBytes) {
        return liveBytes * 100 < (long) segment.end() * belowPercent;
    }

    /// Whether moving makes more room than it takes, and not only a little.
    private boolean isWorthMoving(ChainedSegment segment, long liveBytes) {
        return liveBytes * 100 < (long) segment.end() * PRESSED_BELOW_PERCENT && bytesToMove(liveBytes) < segment.end();
    }

    /// How many bytes of values live.
    static long liveBytes(TableSet set) {
        return sum(live(set));
    }

    /// How much a merge may write before what it replaces is freed: its tables, and what it moves.
    long bytesToWrite(Compaction compaction, Set<Integer> victims) {
        long moving = 0;
        for (LiveTable table : compaction.inputs()) {
            for (Map.Entry<Integer, Long> live : table.bytesPerSegment().entrySet()) {
                moving += victims.contains(live.getKey()) ? live.getValue() : 0;
            }
        }
        return compaction.fileBytes() + bytesToMove(moving);
    }

    /// What `bytes` of values take in the journal: pieces are half full at least, and each ends
    /// within a block.
    private long bytesToMove(long bytes) {
        return bytes == 0 ? 0 : bytes + (2 * bytes / extentBytes + MOVE_OVERHEAD_BLOCKS) * Disk.BLOCK_BYTES;
    }

    /// A merge has written tables; to victims to which they refer still, merges do not help.
    void cleared(Set<Integer> victims, List<LiveTable> written) {
        for (LiveTable table : written) {
            table.bytesPerSegment().keySet().stream().filter(victims::contains).forEach(stubborn::add);
        }
    }

    /// The segments that no replay needs.
    private List<ChainedSegment> applied() {
        ManifestState state = manifest.state();
        int first = state.applied().position().segment();
        return state.segments().stream().filter(segment -> segment.id() < first).toList();
    }

    private static long sum(Map<Integer, Long> live) {
        return live.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<Integer, Long> live(TableSet set) {
        Map<Integer, Long> live = new HashMap<>();
        for (LiveTable table : set.tables()) {
            table.bytesPerSegment().forEach((segment, bytes) -> live.merge(segment, bytes, Long::sum));
        }
        return live;
    }
}
