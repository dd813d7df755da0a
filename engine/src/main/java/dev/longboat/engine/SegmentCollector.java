package dev.longboat.engine;

import dev.longboat.disk.ExhaustedException;
import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives the space of journal segments back: those to which nothing refers any more leave the
/// chain, and those of which little lives become victims, whose values merges take along.
///
/// What lives in a segment is a sum over the live tables, worked out anew each time, so that no
/// counter can drift. Confined to the store-compaction thread.
final class SegmentCollector {
    private final Manifest manifest;
    private final Journal journal;
    private final SegmentPins pins;
    private final int belowPercent;

    /// Victims that a merge could not clear.
    private final Set<Integer> stubborn = new HashSet<>();

    /// @param belowPercent a segment becomes a victim when less of it lives
    SegmentCollector(Manifest manifest, Journal journal, SegmentPins pins, int belowPercent) {
        this.manifest = manifest;
        this.journal = journal;
        this.pins = pins;
        this.belowPercent = belowPercent;
    }

    /// Takes the segments in which nothing lives out of the chain.
    ///
    /// @param set the newest
    /// @return whether there were any
    boolean retire(TableSet set) throws IOException {
        Map<Integer, Long> live = live(set);
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

    /// The segments that values should leave.
    Set<Integer> victims(TableSet set) {
        Set<Integer> victims = new HashSet<>();
        Map<Integer, Long> live = live(set);
        for (ChainedSegment segment : applied()) {
            long bytes = live.getOrDefault(segment.id(), 0L);
            if (bytes > 0
                    && bytes * 100 < (long) segment.end() * belowPercent
                    && !stubborn.contains(segment.id())
                    && !pins.isPinned(segment.id())) {
                victims.add(segment.id());
            }
        }
        return victims;
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

    private static Map<Integer, Long> live(TableSet set) {
        Map<Integer, Long> live = new HashMap<>();
        for (LiveTable table : set.tables()) {
            table.bytesPerSegment().forEach((segment, bytes) -> live.merge(segment, bytes, Long::sum));
        }
        return live;
    }
}
