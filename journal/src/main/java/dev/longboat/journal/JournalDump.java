package dev.longboat.journal;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.ForeignFormatException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Describes the segments of a directory and every frame in them, one line each. Offline and
/// read-only; damage is described, not refused. Safe for concurrent use: holds nothing that
/// changes.
///
/// ```
/// journal/00000017.seg  sealed at 8192  generation 1  store 0123...  134217728 bytes when full
///       4096  entry   index 7  payload 5 at 4160  sums to 89a3c1f2  ...
///       8192  zeros instead of a frame
/// ```
public final class JournalDump {
    private final Disk disk;
    private final Map<Integer, ChainedSegment> chained;
    private final boolean chainKnown;

    private JournalDump(Disk disk, List<ChainedSegment> segments, boolean chainKnown) {
        this.disk = disk;
        this.chained = segments.stream().collect(Collectors.toMap(ChainedSegment::id, Function.identity()));
        this.chainKnown = chainKnown;
    }

    /// A dump that knows no chain, and so not where segments end.
    public static JournalDump of(Disk disk) {
        return new JournalDump(disk, List.of(), false);
    }

    /// A dump that says of every file whether it is chained and where it ends.
    public static JournalDump of(Disk disk, List<ChainedSegment> segments) {
        return new JournalDump(disk, segments, true);
    }

    /// Describes all segments in order of their ids.
    ///
    /// @param out takes the lines
    public void describe(Consumer<String> out) throws IOException {
        describe(out, (_, _, _, _) -> {});
    }

    /// As [#describe(Consumer)], with somebody who knows what payloads mean.
    ///
    /// @param payloads shown each frame right after its line
    public void describe(Consumer<String> out, FrameVisitor payloads) throws IOException {
        TreeSet<Integer> ids = new TreeSet<>(chained.keySet());
        List<String> names = disk.exists(SegmentHeader.DIRECTORY) ? disk.list(SegmentHeader.DIRECTORY) : List.of();
        for (String name : names) {
            OptionalInt id = SegmentHeader.idOf(name);
            if (id.isPresent()) {
                ids.add(id.getAsInt());
            }
        }
        for (int id : ids) {
            describe(id, out, payloads);
        }
    }

    private void describe(int id, Consumer<String> out, FrameVisitor payloads) throws IOException {
        String name = SegmentHeader.fileName(id);
        if (!disk.exists(name)) {
            out.accept(name + "  " + state(id) + "  the file is missing");
            return;
        }
        try (DiskFile file = disk.openToRead(name)) {
            SegmentHeader header = SegmentHeader.read(file);
            out.accept(String.format(
                    Locale.ROOT,
                    "%s  %s  generation %d  store %s  %d bytes when full",
                    name,
                    state(id),
                    header.generation(),
                    header.store(),
                    header.segmentBytes()));
            frames(file, header, out, payloads);
        } catch (DamagedFileException | ForeignFormatException e) {
            out.accept(name + "  " + state(id) + "  " + e.getMessage());
        }
    }

    private void frames(DiskFile file, SegmentHeader header, Consumer<String> out, FrameVisitor payloads)
            throws IOException {
        ChainedSegment segment = chained.get(header.segment());
        int size = (int) Math.min(file.size(), Integer.MAX_VALUE);
        int end = segment == null || segment.isOpen() ? size : Math.min(segment.end(), size);
        FileWindow window = new FileWindow(file, end);
        FrameCodec codec = new FrameCodec(header.store());
        try (FrameScanner scanner =
                new FrameScanner(window, codec, header.segment(), header.generation(), SegmentHeader.BYTES)) {
            while (scanner.offset() < end) {
                switch (scanner.next()) {
                    case Frame frame -> {
                        out.accept(line(frame));
                        payloads.frame(frame.head(), frame.payloadAt(), frame.generation(), scanner.payload());
                    }
                    case NoFrame none -> {
                        out.accept(String.format(Locale.ROOT, "%10d  %s", none.offset(), none.reason()));
                        return;
                    }
                }
            }
        }
    }

    private String state(int id) {
        ChainedSegment segment = chained.get(id);
        if (segment == null) {
            return chainKnown ? "not chained" : "chain not known";
        }
        return segment.isOpen() ? "open" : "sealed at " + segment.end();
    }

    /// One line that says all that the head says.
    static String line(Frame frame) {
        FrameHead head = frame.head();
        return String.format(
                Locale.ROOT,
                "%10d  %-6s  %s%s%spayload %d at %d  sums to %s  mark %s  batch %d%s%s",
                frame.offset(),
                head.type().name().toLowerCase(Locale.ROOT),
                head.group() == 0 ? "" : "group " + head.group() + "  ",
                head.term() == 0 ? "" : "term " + head.term() + "  ",
                head.index() == 0 ? "" : "index " + head.index() + "  ",
                frame.payloadBytes(),
                frame.payloadOffset(),
                FrameCodec.hex(frame.payloadCrc32c()),
                frame.mark(),
                frame.batch(),
                frame.first() ? " first" : "",
                frame.last() ? " last" : "");
    }
}
