package dev.longboat.journal;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A chain in a small file, written anew beside the old one and renamed over it, with the applied
/// position: what an engine's manifest does, in the fewest lines. Confined to the test's thread.
class FileChain implements SegmentChain {
    static final String NAME = "chain";
    static final String NEW_NAME = "chain.new";

    private final Disk disk;
    private List<ChainedSegment> segments = List.of();
    private Position applied = Position.START;
    private long appliedIndex;

    FileChain(Disk disk) throws IOException {
        this.disk = disk;
        if (disk.exists(NAME)) {
            load();
        }
    }

    Position applied() {
        return applied;
    }

    /// The index of the last entry before [#applied].
    long appliedIndex() {
        return appliedIndex;
    }

    @Override
    public List<ChainedSegment> segments() {
        return List.copyOf(segments);
    }

    @Override
    public int nextSegmentId() {
        return segments.isEmpty() ? 1 : segments.getLast().id() + 1;
    }

    @Override
    public void extend(int endOfLast, ChainedSegment next) throws IOException {
        List<ChainedSegment> extended = new ArrayList<>(segments);
        if (!extended.isEmpty()) {
            ChainedSegment last = extended.removeLast();
            extended.add(new ChainedSegment(last.id(), last.generation(), endOfLast));
        }
        extended.add(next);
        store(applied, appliedIndex, extended);
        segments = List.copyOf(extended);
    }

    /// Remembers durably that everything before `position` needs no replay.
    void apply(Position position, long index) throws IOException {
        store(position, index, segments);
        applied = position;
        appliedIndex = index;
    }

    private void load() throws IOException {
        try (DiskFile file = disk.openToRead(NAME)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.readFully(bytes, 0);
            List<String> lines =
                    new String(bytes.array(), StandardCharsets.UTF_8).lines().toList();
            long[] first = numbers(lines.getFirst());
            applied = new Position((int) first[0], (int) first[1]);
            appliedIndex = first[2];
            List<ChainedSegment> loaded = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                long[] segment = numbers(line);
                loaded.add(new ChainedSegment((int) segment[0], (int) segment[1], (int) segment[2]));
            }
            segments = List.copyOf(loaded);
        }
    }

    private void store(Position position, long index, List<ChainedSegment> chained) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(position.segment() + " " + position.offset() + " " + index + "\n");
        for (ChainedSegment segment : chained) {
            text.append(segment.id() + " " + segment.generation() + " " + segment.end() + "\n");
        }
        if (disk.exists(NEW_NAME)) {
            disk.delete(NEW_NAME);
        }
        try (DiskFile file = disk.create(NEW_NAME, WriteMode.BUFFERED)) {
            file.writeFully(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)), 0);
            file.sync(SyncKind.FULL);
        }
        try {
            disk.rename(NEW_NAME, NAME);
            disk.syncDirectory("");
        } catch (DiskFullException e) {
            throw new IOException("nobody knows which chain the next start finds", e);
        }
    }

    private static long[] numbers(String line) {
        String[] parts = line.split(" ", -1);
        return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2])};
    }
}
