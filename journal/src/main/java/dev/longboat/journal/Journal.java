package dev.longboat.journal;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.ExhaustedException;
import dev.longboat.disk.ForeignFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An append-only chain of segments: frames go in at the end, are durable after [#sync], and are
/// read back where they lie. Confined to the store-journal thread, but for its readers.
///
/// ```java
/// try (Journal journal = Journal.open(disk, store, chain, applied, options, visitor)) {
///     journal.begin(value.length).put(value);
///     Position at = journal.payloadPosition();
///     journal.end(new FrameHead(FrameType.ENTRY, 0, 0, index));
///     journal.sync(); // from here on the frame survives a power cut
/// }
/// ```
///
/// **Threads.** `begin` to `mark` and `close` are the writer's and confined to one thread at a
/// time; `read`, `durable`, `statistics` and `segmentBytes` may be called from any.
///
/// **Failures.** An [ExhaustedException] (a full disk, no file to be had) leaves the journal
/// healthy: what was gathered and is not before [#durable] is gone and will never be found. After
/// any other failure of a write or sync the journal is failed for good (J3); it can still be read.
///
/// Lifetime: owns its memory and its open files until closed; borrows the disk.
public final class Journal implements Closeable {
    private static final int ZEROS_BYTES_MAX = 1 << 20;

    private final Disk disk;
    private final SegmentChain chain;
    private final JournalOptions options;
    private final SegmentReaders readers;
    private final Arena batchArena = Arena.ofShared();
    private final BatchBuffer batch;
    private final ZeroAhead zeroes;

    /// The last indexes of what is durable, and of what is gathered as well.
    private final IndexOrder durableOrder;

    private final IndexOrder gatheredOrder = new IndexOrder();

    private final NextSegment next;
    private final JournalTally tally = new JournalTally();

    private ActiveSegment active;
    private boolean markNeeded;
    private boolean closed;

    /// The size at which the next segment will be full.
    private volatile int segmentBytes;

    private volatile Position durable;
    private volatile @Nullable IOException failure;

    /// Opens the journal of `store`, replays it and makes it ready for frames.
    ///
    /// Every entry and extent at or after `from` that is known synced is shown first, where it
    /// lies; at that time nothing has been changed on disk. Then entries behind, which were written
    /// but perhaps never acknowledged, are copied to a new segment and shown there. New frames go
    /// to that segment.
    ///
    /// @param from [Position#START] or a value of [#durable]: what lies before is applied, known to
    ///     be synced, and not read
    /// @throws DamagedFileException when what was synced is not whole
    /// @throws ForeignFormatException when a segment is of another store or format
    /// @throws DiskFullException when there is no room for the new segment
    public static Journal open(
            Disk disk, UUID store, SegmentChain chain, Position from, JournalOptions options, FrameVisitor visitor)
            throws IOException {
        IndexOrder order = new IndexOrder();
        List<ChainedSegment> segments = chain.segments();
        Recovery recovery = new Recovery(disk, store, order, visitor);
        Optional<Tail> tail = recovery.replay(segments, from);
        Orphans orphans = Orphans.find(disk, store, segments);
        orphans.delete();
        if (segments.isEmpty()) {
            createDirectory(disk);
        }
        int nextId = Math.max(chain.nextSegmentId(), orphans.highestId() + 1);
        NextSegment next = new NextSegment(disk, store, nextId);
        ActiveSegment active = tail.isPresent()
                ? next.createWith(tail.get(), order, options.segmentBytes())
                : next.create(options.segmentBytes());
        try {
            chain.extend(tail.map(Tail::keptTo).orElse(ChainedSegment.OPEN), active.chained());
            recovery.replay(active.chained(), SegmentHeader.BYTES, active.writeOffset());
            if (tail.isPresent()) {
                tail.get().cut(disk);
            }
            return new Journal(disk, store, chain, options, order, next, active);
        } catch (IOException | RuntimeException e) {
            active.close();
            throw e;
        }
    }

    private Journal(
            Disk disk,
            UUID store,
            SegmentChain chain,
            JournalOptions options,
            IndexOrder order,
            NextSegment next,
            ActiveSegment active) {
        this.disk = disk;
        this.chain = chain;
        this.options = options;
        this.durableOrder = order;
        this.gatheredOrder.copyFrom(order);
        this.next = next;
        this.active = active;
        this.segmentBytes = options.segmentBytes();
        this.durable = active.position();
        this.markNeeded = active.writeOffset() > SegmentHeader.BYTES;
        this.readers = new SegmentReaders(disk, store, options.readHandlesMax());
        int bytes = (int) JournalOptions.batchBytes(options.frameBytesMax());
        this.batch = new BatchBuffer(AlignedBuffers.allocate(batchArena, bytes), new FrameCodec(store));
        int zerosBytes = Math.clamp(options.zeroAheadBytes(), Disk.BLOCK_BYTES, ZEROS_BYTES_MAX);
        this.zeroes = new ZeroAhead(options.zeroAheadBytes(), AlignedBuffers.allocate(batchArena, zerosBytes));
    }

    /// Creates the journal's directory, anew if an earlier run left it empty: its sync may have
    /// failed then, and a second one proves nothing.
    private static void createDirectory(Disk disk) throws IOException {
        if (disk.exists(SegmentHeader.DIRECTORY)
                && disk.list(SegmentHeader.DIRECTORY).isEmpty()) {
            disk.delete(SegmentHeader.DIRECTORY);
        }
        disk.createDirectory(SegmentHeader.DIRECTORY);
        disk.syncDirectory("");
    }

    /// Begins a frame. Where it does not fit behind what is gathered, that is synced first; where
    /// it does not fit in the segment, the journal goes on in a new one.
    ///
    /// @param payloadBytesMax no more than [JournalOptions#frameBytesMax]
    /// @return a little-endian buffer of that many bytes, in which the payload is whatever has been
    ///     put when the frame ends; the bytes can be read there until the next frame is begun
    /// @throws DiskFullException when there is no room; what was gathered and is not before
    ///     [#durable] is gone for good
    public ByteBuffer begin(int payloadBytesMax) throws IOException {
        checkHealthy();
        if (batch.isBegun()) {
            throw new IllegalStateException("the frame begun before has not ended");
        }
        if (payloadBytesMax < 0 || payloadBytesMax > options.frameBytesMax()) {
            throw new IllegalArgumentException(
                    "a payload of " + payloadBytesMax + " bytes; frameBytesMax is " + options.frameBytesMax());
        }
        if (batch.bytesWith(payloadBytesMax) > batch.capacity()) {
            sync();
        }
        if (!active.fits(batch.bytesWith(payloadBytesMax))) {
            roll();
        }
        return batch.begin(payloadBytesMax);
    }

    /// Where the payload of the frame begun will lie.
    public Position payloadPosition() {
        checkBegun();
        return new Position(active.id(), active.writeOffset() + batch.begunPayloadOffset());
    }

    /// The generation of the segment in which the frame begun will lie.
    public int generation() {
        return active.generation();
    }

    /// Ends the frame begun. It is gathered, not yet written.
    ///
    /// @throws IllegalArgumentException when an entry's index does not follow its group's last
    public void end(FrameHead head) {
        checkBegun();
        if (head.type() == FrameType.ENTRY) {
            if (gatheredOrder.step(head.group(), head.index()) != IndexOrder.Step.NEXT) {
                throw new IllegalArgumentException("index " + head.index() + " of group " + head.group()
                        + " cannot follow " + gatheredOrder.last(head.group()));
            }
            gatheredOrder.advance(head.group(), head.index());
        }
        batch.end(head, active, durable);
    }

    /// Drops the frame begun, if there is one.
    public void cancel() {
        batch.cancel();
    }

    /// Writes what is gathered: durable when it returns (J2).
    ///
    /// @throws DiskFullException when there is no room; what was gathered is gone for good
    /// @throws JournalFailedException when it is unknown whether what was gathered is on disk
    public void sync() throws IOException {
        checkHealthy();
        if (batch.isBegun()) {
            throw new IllegalStateException("a frame has been begun and has not ended");
        }
        if (batch.isEmpty()) {
            return;
        }
        ByteBuffer blocks = batch.finish();
        int bytes = blocks.remaining();
        try {
            active.zeroAhead(zeroes, bytes);
            active.write(blocks);
        } catch (DiskFullException full) {
            gatheredOrder.copyFrom(durableOrder);
            batch.clear();
            tally.diskFull(zeroes);
            throw full;
        } catch (IOException e) {
            throw fail(e);
        }
        durableOrder.copyFrom(gatheredOrder);
        durable = active.position();
        markNeeded = batch.contents() > 0;
        tally.batch(batch, bytes, zeroes);
        batch.clear();
    }

    /// Writes what is gathered and goes on in a new segment, unless the one so far is empty.
    ///
    /// @throws DiskFullException when there is no room; the journal goes on in the segment it has
    public void seal() throws IOException {
        sync();
        if (active.writeOffset() > SegmentHeader.BYTES) {
            roll();
        }
    }

    /// How large segments become that are begun from now on: as wanted, but no larger than
    /// [JournalOptions#segmentBytes], and large enough for any frame.
    public void segmentBytes(long wanted) {
        long whole = wanted / Disk.BLOCK_BYTES * Disk.BLOCK_BYTES;
        segmentBytes = (int) Math.clamp(whole, options.segmentBytesLeast(), options.segmentBytes());
    }

    /// Whether zeros are written ahead of small batches. Where room is scarce they only take it.
    public void zeroAhead(boolean wanted) {
        zeroes.wanted(wanted);
    }

    /// Whether something is durable that no mark on disk covers yet.
    public boolean markNeeded() {
        return markNeeded;
    }

    /// Writes a frame that carries only a mark, so that damage to anything durable is told from an
    /// unfinished tail. Does nothing unless [#markNeeded]. For idle times, and before the end.
    public void mark() throws IOException {
        sync();
        if (!markNeeded) {
            return;
        }
        batch.begin(0);
        batch.end(FrameHead.MARK, active, durable);
        sync();
    }

    /// Everything before this is durable.
    public Position durable() {
        return durable;
    }

    /// Reads what `pointer` points at, all of it, at the position of `target`.
    ///
    /// @throws DamagedFileException when the bytes are not those that were pointed at (J8)
    public void read(Pointer pointer, ByteBuffer target) throws IOException {
        if (target.remaining() < pointer.length()) {
            throw new IllegalArgumentException("room for " + target.remaining() + " of " + pointer.length() + " bytes");
        }
        checkDurable(pointer);
        readers.read(pointer, target);
    }

    /// Reads what each of the pointers points at; neighbours are read together, so that many small
    /// values that were written one after another cost few reads.
    ///
    /// @return the bytes of each, in the order of the pointers
    /// @throws DamagedFileException when some are not those that were pointed at (J8)
    public List<byte[]> readAll(List<Pointer> pointers) throws IOException {
        for (Pointer pointer : pointers) {
            checkDurable(pointer);
        }
        return readers.readAll(pointers);
    }

    private void checkDurable(Pointer pointer) throws DamagedFileException {
        Position last = new Position(pointer.segment(), pointer.offset() + pointer.length());
        if (last.compareTo(durable) > 0) {
            throw SegmentReaders.damaged(pointer, "durable is only what lies before " + durable);
        }
    }

    /// Deletes the file of a segment that has left the chain. Reads of it that have begun go on.
    public void delete(int segment) throws IOException {
        readers.forget(segment);
        disk.delete(SegmentHeader.fileName(segment));
    }

    public JournalStatistics statistics() {
        return tally.statistics();
    }

    /// Drops the frame begun, syncs what is gathered, covers it with a mark, and gives everything
    /// back.
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (Arena _ = batchArena;
                SegmentReaders _ = readers;
                ActiveSegment _ = active) {
            if (failure == null) {
                cancel();
                sync();
                markIfThereIsRoom();
            }
        }
    }

    /// A mark only helps to tell damage from a tail; what was acknowledged needs none.
    private void markIfThereIsRoom() throws IOException {
        try {
            mark();
        } catch (DiskFullException _) {
            // Nothing is lost with it.
        }
    }

    /// Seals the active segment and goes on in a new one.
    private void roll() throws IOException {
        mark();
        ActiveSegment following;
        try {
            following = next.create(segmentBytes);
        } catch (ExhaustedException nothingDone) {
            throw nothingDone;
        } catch (IOException e) {
            throw fail(e);
        }
        try {
            chain.extend(active.writeOffset(), following.chained());
            active.close();
        } catch (ExhaustedException nothingDone) {
            next.abandon(following);
            throw nothingDone;
        } catch (IOException e) {
            following.close();
            throw fail(e);
        }
        active = following;
        durable = active.position();
        zeroes.restart();
        tally.segment();
    }

    private JournalFailedException fail(IOException first) {
        failure = first;
        return new JournalFailedException(first);
    }

    private void checkHealthy() throws JournalFailedException {
        IOException first = failure;
        if (first != null) {
            throw new JournalFailedException(first);
        }
    }

    private void checkBegun() {
        if (!batch.isBegun()) {
            throw new IllegalStateException("no frame has been begun");
        }
    }
}
