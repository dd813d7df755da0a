package dev.longboat.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The segments that are open for reading: few, the latest used. Safe for concurrent use.
///
/// **Concurrency.** The map is guarded by this object, which is never held over I/O. A reader is
/// pinned while it is read through; one that leaves the map is closed by the last to unpin it.
///
/// Lifetime: owns its files until closed.
final class SegmentReaders implements Closeable {
    private static final float LOAD_FACTOR = 0.75f;

    private final Disk disk;
    private final UUID store;
    private final int openMax;

    @GuardedBy("this")
    private final Map<Integer, Reader> readers = new LinkedHashMap<>(16, LOAD_FACTOR, true);

    @GuardedBy("this")
    private boolean closed;

    SegmentReaders(Disk disk, UUID store, int openMax) {
        this.disk = disk;
        this.store = store;
        this.openMax = openMax;
    }

    /// Reads what `pointer` points at into `target`, and verifies it.
    void read(Pointer pointer, ByteBuffer target) throws IOException {
        int start = target.position();
        readUnverified(pointer, pointer.length(), target.slice(start, pointer.length()));
        verify(pointer, target, start);
        target.position(start + pointer.length());
    }

    /// Reads what each of the pointers points at, neighbours together, and verifies it.
    List<byte[]> readAll(List<Pointer> pointers) throws IOException {
        byte[][] found = new byte[pointers.size()][];
        List<GatheredRead> reads = GatheredRead.plan(pointers);
        ByteBuffer buffer = ByteBuffer.allocate(
                reads.stream().mapToInt(GatheredRead::length).max().orElse(0));
        for (GatheredRead read : reads) {
            readUnverified(pointers.get(read.members().getFirst()), read.length(), buffer.slice(0, read.length()));
            for (int place : read.members()) {
                Pointer pointer = pointers.get(place);
                int start = pointer.offset() - read.offset();
                verify(pointer, buffer, start);
                found[place] = new byte[pointer.length()];
                buffer.get(start, found[place]);
            }
        }
        return List.of(found);
    }

    /// Reads `length` bytes from where `first` begins.
    private void readUnverified(Pointer first, int length, ByteBuffer target) throws IOException {
        Reader reader = pin(first.segment());
        try {
            if (reader.generation != first.generation()) {
                throw damaged(first, "the segment is of generation " + reader.generation);
            }
            reader.file.readFully(target, first.offset());
        } catch (EOFException e) {
            DamagedFileException damage = damaged(first, "the segment ends within " + length + " bytes");
            damage.initCause(e);
            throw damage;
        } finally {
            unpin(reader);
        }
    }

    private static void verify(Pointer pointer, ByteBuffer bytes, int start) throws DamagedFileException {
        int found = Checksum.of(bytes, start, pointer.length());
        if (found != pointer.crc32c()) {
            throw damaged(pointer, "the bytes sum to " + FrameCodec.hex(found));
        }
    }

    /// Closes the segment's file, which is about to go.
    void forget(int segment) throws IOException {
        Reader reader;
        synchronized (this) {
            reader = readers.remove(segment);
            if (reader == null || !reader.leave()) {
                return;
            }
        }
        reader.file.close();
    }

    @Override
    public void close() throws IOException {
        List<Reader> idle = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (Reader reader : readers.values()) {
                if (reader.leave()) {
                    idle.add(reader);
                }
            }
            readers.clear();
        }
        closeAll(idle);
    }

    static DamagedFileException damaged(Pointer pointer, String problem) {
        return new DamagedFileException(
                SegmentHeader.fileName(pointer.segment()),
                pointer.offset(),
                problem + "; expected " + pointer.length() + " bytes of generation " + pointer.generation()
                        + " that sum to " + FrameCodec.hex(pointer.crc32c()));
    }

    private Reader pin(int segment) throws IOException {
        synchronized (this) {
            checkOpen();
            Reader reader = readers.get(segment);
            if (reader != null) {
                reader.pins++;
                return reader;
            }
        }
        return pinNew(open(segment));
    }

    private Reader open(int segment) throws IOException {
        String name = SegmentHeader.fileName(segment);
        DiskFile file;
        try {
            file = disk.openToRead(name);
        } catch (NoSuchFileException e) {
            DamagedFileException missing = new DamagedFileException(name, 0, "the segment's file is missing");
            missing.initCause(e);
            throw missing;
        }
        try {
            return new Reader(
                    segment, file, SegmentHeader.read(file, store, segment).generation());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /// Pins the reader, or the one that another thread opened meanwhile.
    private Reader pinNew(Reader opened) throws IOException {
        List<Reader> idle = new ArrayList<>();
        Reader result;
        synchronized (this) {
            Reader other = closed ? null : readers.putIfAbsent(opened.segment, opened);
            result = other == null ? opened : other;
            result.pins++;
            if (closed || other != null) {
                idle.add(opened);
            } else if (readers.size() > openMax) {
                evictEldest(idle);
            }
        }
        closeAll(idle);
        synchronized (this) {
            checkOpen();
        }
        return result;
    }

    @GuardedBy("this")
    private void evictEldest(List<Reader> idle) {
        Iterator<Reader> eldest = readers.values().iterator();
        Reader reader = eldest.next();
        eldest.remove();
        if (reader.leave()) {
            idle.add(reader);
        }
    }

    private void unpin(Reader reader) throws IOException {
        synchronized (this) {
            reader.pins--;
            if (reader.pins > 0 || !reader.left) {
                return;
            }
        }
        reader.file.close();
    }

    @GuardedBy("this")
    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the journal is closed");
        }
    }

    private static void closeAll(List<Reader> readers) throws IOException {
        @Nullable IOException first = null;
        for (Reader reader : readers) {
            try {
                reader.file.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /// One segment open for reading. Guarded by the readers it belongs to.
    private static final class Reader {
        final int segment;
        final DiskFile file;
        final int generation;
        int pins;
        boolean left;

        Reader(int segment, DiskFile file, int generation) {
            this.segment = segment;
            this.file = file;
            this.generation = generation;
        }

        /// Out of the map.
        ///
        /// @return whether it may be closed at once
        boolean leave() {
            left = true;
            return pins == 0;
        }
    }
}
