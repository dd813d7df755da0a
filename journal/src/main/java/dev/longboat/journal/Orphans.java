package dev.longboat.journal;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Segment files that are not in the chain. Those behind its last were created by an earlier run
/// that ended before it chained them, and hold nothing but copies. The others were taken out of the
/// chain, and the run ended before it deleted them. Immutable.
final class Orphans {
    private final Disk disk;
    private final List<Integer> ids;
    private final List<Integer> unchained;
    private final int lastChainedId;

    private Orphans(Disk disk, List<Integer> ids, List<Integer> unchained, int lastChainedId) {
        this.disk = disk;
        this.ids = List.copyOf(ids);
        this.unchained = List.copyOf(unchained);
        this.lastChainedId = lastChainedId;
    }

    /// Finds them, and makes sure that they are what they seem.
    ///
    /// @throws DamagedFileException when one was chained once: the chain has been put back to an
    ///     earlier state, and would lose what was acknowledged since
    static Orphans find(Disk disk, UUID store, List<ChainedSegment> chained) throws IOException {
        int lastChainedId = chained.isEmpty() ? 0 : chained.getLast().id();
        List<Integer> ids = new ArrayList<>();
        List<Integer> unchained = new ArrayList<>();
        if (!disk.exists(SegmentHeader.DIRECTORY)) {
            return new Orphans(disk, ids, unchained, lastChainedId);
        }
        Set<Integer> live = chained.stream().map(ChainedSegment::id).collect(Collectors.toSet());
        for (String name : disk.list(SegmentHeader.DIRECTORY)) {
            OptionalInt id = SegmentHeader.idOf(name);
            if (id.isEmpty() || live.contains(id.getAsInt())) {
                continue;
            }
            if (id.getAsInt() > lastChainedId) {
                checkNeverChained(disk, store, id.getAsInt());
                ids.add(id.getAsInt());
            } else {
                unchained.add(id.getAsInt());
            }
        }
        return new Orphans(disk, ids, unchained, lastChainedId);
    }

    /// No file of the chain or behind it has a higher id.
    int highestId() {
        return ids.stream().mapToInt(id -> id).max().orElse(lastChainedId);
    }

    /// Deletes them. A name that comes back after a power cut is found again by the next start.
    void delete() throws IOException {
        for (int id : ids) {
            disk.delete(SegmentHeader.fileName(id));
        }
        for (int id : unchained) {
            disk.delete(SegmentHeader.fileName(id));
        }
    }

    /// The header may be torn; what is there must be ours to delete. A frame whose mark lies in its
    /// own segment was written after the segment was chained.
    static void checkNeverChained(Disk disk, UUID store, int id) throws IOException {
        try (DiskFile file = disk.openToRead(SegmentHeader.fileName(id));
                FileWindow window = new FileWindow(file, (int) Math.min(file.size(), Integer.MAX_VALUE))) {
            if (SegmentHeader.isWhole(file)) {
                SegmentHeader.read(file, store, id);
            }
            Position mark = MarkSearch.highest(window, new FrameCodec(store), id, 1, SegmentHeader.BYTES);
            if (mark.segment() == id) {
                throw new DamagedFileException(
                        file.name(),
                        mark.offset(),
                        "everything before was synced, but the chain does not know the segment: it was put back to "
                                + "an earlier state");
            }
        }
    }
}
