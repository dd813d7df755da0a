package dev.longboat.journal;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.WriteMode;
import java.io.IOException;

/// The frames of the last segment that no durable mark covers, and whose entries recovery copies.
/// Immutable.
///
/// @param segment the last segment, open
/// @param keptTo where its accepted frames end: below lies what is known synced
/// @param end where the valid frames end
/// @param fileBytes the size of its file
record Tail(ChainedSegment segment, int keptTo, int end, long fileBytes) {
    boolean isEmpty() {
        return end == keptTo;
    }

    int bytes() {
        return end - keptTo;
    }

    /// The highest mark known: what the copies carry.
    Position mark() {
        return new Position(segment.id(), keptTo);
    }

    /// Gives back the room behind the accepted frames, which nobody reads again, once the chain
    /// says so. A file with a second name is left alone: the bytes are shared.
    void cut(Disk disk) throws IOException {
        String name = SegmentHeader.fileName(segment.id());
        if (fileBytes > keptTo && disk.linkCount(name) == 1) {
            try (DiskFile file = disk.openToWrite(name, WriteMode.BUFFERED)) {
                file.truncate(keptTo);
            }
        }
    }
}
