package dev.longboat.journal;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads a journal from the applied position on, shows what is known synced, and finds the tail.
/// Changes nothing on disk (J5). Confined to the thread that opens the journal.
final class Recovery {
    private final Disk disk;
    private final UUID store;
    private final FrameCodec codec;
    private final IndexOrder order;
    private final FrameVisitor visitor;

    Recovery(Disk disk, UUID store, IndexOrder order, FrameVisitor visitor) {
        this.disk = disk;
        this.store = store;
        this.codec = new FrameCodec(store);
        this.order = order;
        this.visitor = visitor;
    }

    /// Shows every frame of `segments` at or after `from` that is known synced.
    ///
    /// @return the tail of the last segment; empty when there is no segment
    Optional<Tail> replay(List<ChainedSegment> segments, Position from) throws IOException {
        check(segments, from);
        @Nullable Tail tail = null;
        for (ChainedSegment segment : segments) {
            if (segment.id() >= from.segment()) {
                int start = segment.id() == from.segment()
                        ? Math.max(from.offset(), SegmentHeader.BYTES)
                        : SegmentHeader.BYTES;
                tail = replay(segment, start);
            }
        }
        return Optional.ofNullable(tail);
    }

    /// Shows every frame of `segment` from `start` to `end`, which are all known to be there.
    void replay(ChainedSegment segment, int start, int end) throws IOException {
        try (DiskFile file = open(segment)) {
            replay(file, segment, start, end);
        }
    }

    private static void check(List<ChainedSegment> segments, Position from) throws IOException {
        if (from.offset() % Disk.BLOCK_BYTES != 0) {
            throw new IllegalArgumentException("no batch begins at " + from);
        }
        for (int i = 0; i < segments.size(); i++) {
            ChainedSegment segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            if (segment.isOpen() != last || (i > 0 && segments.get(i - 1).id() >= segment.id())) {
                throw new IllegalArgumentException("segments are not a chain: " + segments);
            }
        }
        int lastId = segments.isEmpty() ? 0 : segments.getLast().id();
        if (from.segment() > lastId) {
            throw new DamagedFileException(
                    SegmentHeader.fileName(from.segment()),
                    from.offset(),
                    "applied position is beyond the last segment " + lastId);
        }
    }

    private @Nullable Tail replay(ChainedSegment segment, int start) throws IOException {
        try (DiskFile file = open(segment)) {
            if (!segment.isOpen()) {
                replay(file, segment, start, segment.end());
                return null;
            }
            Tail tail = survey(file, segment, start);
            replay(file, segment, start, tail.keptTo());
            return tail;
        }
    }

    private DiskFile open(ChainedSegment segment) throws IOException {
        String name = SegmentHeader.fileName(segment.id());
        DiskFile file;
        try {
            file = disk.openToRead(name);
        } catch (NoSuchFileException e) {
            DamagedFileException missing = new DamagedFileException(name, 0, "the segment's file is missing");
            missing.initCause(e);
            throw missing;
        }
        try {
            SegmentHeader header = SegmentHeader.read(file, store, segment.id());
            if (header.generation() != segment.generation()) {
                throw new DamagedFileException(
                        name, 0, "is of generation " + header.generation() + ", not " + segment.generation());
            }
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /// Finds the longest run of valid frames of the last segment, and the highest durable mark.
    private Tail survey(DiskFile file, ChainedSegment segment, int start) throws IOException {
        long size = file.size();
        FileWindow window = new FileWindow(file, (int) Math.min(size, Integer.MAX_VALUE));
        IndexOrder ahead = new IndexOrder();
        ahead.copyFrom(order);
        try (FrameScanner scanner = scanner(window, segment, start)) {
            Position mark = new Position(segment.id(), start);
            Found found = scanner.next();
            while (found instanceof Frame frame) {
                follow(ahead, file, frame);
                if (frame.mark().compareTo(mark) > 0) {
                    mark = frame.mark();
                }
                found = scanner.next();
            }
            int end = scanner.offset();
            Position behind = MarkSearch.highest(window, codec, segment.id(), segment.generation(), end);
            int keptTo = (behind.compareTo(mark) > 0 ? behind : mark).offset();
            if (end < keptTo && found instanceof NoFrame damage) {
                throw new DamagedFileException(
                        file.name(), end, damage.reason() + "; everything before byte " + keptTo + " was synced");
            }
            return new Tail(segment, keptTo, end, size);
        }
    }

    private void replay(DiskFile file, ChainedSegment segment, int start, int end) throws IOException {
        if (start > end) {
            throw new DamagedFileException(file.name(), start, "applied position is beyond the segment's end " + end);
        }
        if (file.size() < end) {
            throw new DamagedFileException(
                    file.name(), file.size(), "the file ends here; everything before byte " + end + " was synced");
        }
        FileWindow window = new FileWindow(file, end);
        try (FrameScanner scanner = scanner(window, segment, start)) {
            while (scanner.offset() < end) {
                switch (scanner.next()) {
                    case Frame frame -> show(file, frame, scanner);
                    case NoFrame damage ->
                        throw new DamagedFileException(
                                file.name(), damage.offset(), damage.reason() + "; frames end at byte " + end);
                }
            }
            if (scanner.offset() != end || scanner.insideBatch()) {
                throw new DamagedFileException(
                        file.name(), end, "no batch ends here, but at " + scanner.offset() + " or later");
            }
        }
    }

    private void show(DiskFile file, Frame frame, FrameScanner scanner) throws IOException {
        FrameHead head = frame.head();
        switch (head.type()) {
            case MARK -> {}
            case EXTENT -> visitor.frame(head, frame.payloadAt(), frame.generation(), scanner.payload());
            case ENTRY -> {
                if (follow(order, file, frame)) {
                    visitor.frame(head, frame.payloadAt(), frame.generation(), scanner.payload());
                }
            }
        }
    }

    /// Moves `along` to an entry that follows; other frames stand outside the order.
    ///
    /// @return false when the index was seen before
    private static boolean follow(IndexOrder along, DiskFile file, Frame frame) throws DamagedFileException {
        FrameHead head = frame.head();
        if (head.type() != FrameType.ENTRY) {
            return true;
        }
        return switch (along.step(head.group(), head.index())) {
            case SEEN -> false;
            case NEXT -> {
                along.advance(head.group(), head.index());
                yield true;
            }
            case GAP ->
                throw new DamagedFileException(
                        file.name(),
                        frame.offset(),
                        "index " + head.index() + " of group " + head.group() + " follows " + along.last(head.group()));
        };
    }

    private FrameScanner scanner(FileWindow window, ChainedSegment segment, int start) {
        return new FrameScanner(window, codec, segment.id(), segment.generation(), start);
    }
}
