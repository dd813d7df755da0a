package dev.longboat.journal;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.ForeignFormatException;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/// Reads segments against their checksums, as recovery would, and changes nothing. Segments are
/// given in the order of the chain, so that a gap between entries of two is seen. Confined to one
/// thread.
public final class JournalVerifier {
    private final Disk disk;
    private final UUID store;
    private final Recovery recovery;

    /// @param visitor is shown every entry and extent that verified
    public JournalVerifier(Disk disk, UUID store, FrameVisitor visitor) {
        this.disk = disk;
        this.store = store;
        this.recovery = new Recovery(disk, store, new IndexOrder(), visitor);
    }

    /// The end of the last segment, as it was found.
    ///
    /// @param keptTo everything before this byte is known synced, and verified
    /// @param end where whole frames end; those from `keptTo` on may never have been acknowledged
    /// @param fileBytes the size of the file
    public record OpenEnd(int keptTo, int end, long fileBytes) {}

    /// Reads a segment that has an end.
    ///
    /// @param from where a batch begins, at least [JournalFiles#FIRST_FRAME_OFFSET]
    /// @throws DamagedFileException when a byte before its end is not as it was written
    /// @throws ForeignFormatException when it is of another store or format
    public void verify(ChainedSegment sealed, int from) throws IOException {
        recovery.replay(sealed, from, sealed.end());
    }

    /// Reads the last segment, which has no end.
    ///
    /// @param from where a batch begins, at least [JournalFiles#FIRST_FRAME_OFFSET]
    /// @throws DamagedFileException when what is known synced is not as it was written
    /// @throws ForeignFormatException when it is of another store or format
    public OpenEnd survey(ChainedSegment open, int from) throws IOException {
        Tail tail =
                recovery.replay(List.of(open), new Position(open.id(), from)).orElseThrow();
        return new OpenEnd(tail.keptTo(), tail.end(), tail.fileBytes());
    }

    /// Looks at a segment behind the chain's last, which should be one that was never chained.
    ///
    /// @throws DamagedFileException when it was: the chain was put back to an earlier state
    /// @throws ForeignFormatException when it is of another store or format
    public void checkNeverChained(int segment) throws IOException {
        Orphans.checkNeverChained(disk, store, segment);
    }
}
