package dev.longboat.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/// A few dozen steps drawn by a seed: batches of small entries and of large ones, extents and the
/// entries that refer to them, marks, rolls, restarts in good order and without, and an applied
/// position that moves. Confined to the test's thread.
///
/// It goes on where a store would: after a full disk with the same journal, after a failure by a
/// restart. So it can be run under any [PlantedBug] and any planned fault.
final class JournalWorkload {
    static final UUID STORE = new UUID(0x0123456789abcdefL, 0x8edcba9876543210L);
    static final JournalOptions OPTIONS = new JournalOptions(64 << 10, 16 << 10, 16 << 10, 2);

    private static final int SMALL_BYTES_MAX = 300;

    private final Disk disk;
    private final PlantedBug bug;
    private final Promises promises;
    private final SplittableRandom random;

    private Optional<FileChain> chain = Optional.empty();
    private Optional<Journal> journal = Optional.empty();

    /// @param disk what the crash or the fault comes to
    JournalWorkload(Disk disk, PlantedBug bug, Promises promises, long seed) {
        this.disk = bug.disk(disk);
        this.bug = bug;
        this.promises = promises;
        this.random = new SplittableRandom(seed);
    }

    /// Does `steps` steps.
    void run(int steps) throws IOException {
        for (int step = 0; step < steps; step++) {
            try {
                step();
            } catch (DiskFullException e) {
                full();
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    /// Ends in good order; what still fails is let go.
    void close() {
        try {
            closeJournal();
        } catch (IOException e) {
            journal = Optional.empty();
        }
    }

    private void step() throws IOException {
        if (journal.isEmpty()) {
            restart();
        }
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> append(1 + random.nextInt(SMALL_BYTES_MAX));
            case 5, 6 -> append(random.nextInt(OPTIONS.frameBytesMax() - Long.BYTES));
            case 7, 8, 9, 10 -> sync();
            case 11 -> appendWithExtent(random.nextInt(OPTIONS.frameBytesMax()));
            case 12 -> journal().mark();
            case 13 -> apply();
            case 14 -> {
                journal().begin(1).put((byte) 1);
                journal().cancel();
            }
            default -> {
                if (random.nextBoolean()) {
                    closeJournal();
                } else {
                    abandon();
                }
            }
        }
        journal.ifPresent(open -> promises.acknowledge(open.durable()));
    }

    private void append(int bytes) throws IOException {
        byte[] payload = new byte[Long.BYTES + bytes];
        random.nextBytes(payload);
        append(payload, Optional.empty());
    }

    private void append(byte[] payload, Optional<Promises.Extent> extent) throws IOException {
        ByteBuffer target = journal().begin(payload.length);
        promises.acknowledge(journal().durable());
        target.put(payload);
        Position at = journal().payloadPosition();
        journal().end(new FrameHead(FrameType.ENTRY, 0, 0, promises.nextIndex()));
        promises.appended(new Promises.Promised(ByteBuffer.wrap(payload), at, extent));
        if (bug == PlantedBug.ACKNOWLEDGED_BEFORE_SYNC) {
            promises.acknowledgeAll();
        }
    }

    private void appendWithExtent(int bytes) throws IOException {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        journal().begin(bytes).put(value);
        Position at = journal().payloadPosition();
        int crc = Checksum.of(ByteBuffer.wrap(value), 0, bytes);
        Pointer pointer = new Pointer(at.segment(), journal().generation(), at.offset(), bytes, crc);
        journal().end(new FrameHead(FrameType.EXTENT, 0, 0, 0));
        if (bug != PlantedBug.EXTENT_IS_NOT_SYNCED_FIRST) {
            journal().sync();
        }
        ByteBuffer payload = ByteBuffer.allocate(Pointer.ENCODED_BYTES);
        pointer.encode(payload);
        append(payload.array(), Optional.of(new Promises.Extent(pointer, ByteBuffer.wrap(value))));
    }

    private void sync() throws IOException {
        journal().sync();
        assertThat(journal().durable()).isGreaterThan(Position.START);
    }

    private void apply() throws IOException {
        journal().sync();
        promises.acknowledge(journal().durable());
        chain.orElseThrow().apply(journal().durable(), promises.nextIndex() - 1);
    }

    private void closeJournal() throws IOException {
        if (journal.isPresent()) {
            Journal open = journal.get();
            journal = Optional.empty();
            open.close();
            promises.acknowledge(open.durable());
        }
    }

    /// Restarts without a word, as after a kill.
    private void abandon() {
        journal = Optional.empty();
    }

    /// The journal is healthy, and what it did not make durable is gone for good.
    private void full() {
        if (journal.isPresent()) {
            journal.get().cancel();
            promises.acknowledge(journal.get().durable());
            promises.dropUnacknowledged();
        }
    }

    /// The journal says so forever (J3), until the next start.
    private void fail(IOException failure) throws IOException {
        if (journal.isEmpty()) {
            return;
        }
        Journal failed = journal.get();
        journal = Optional.empty();
        promises.acknowledge(failed.durable());
        if (failure instanceof JournalFailedException) {
            assertThatThrownBy(() -> failed.begin(1)).isInstanceOf(JournalFailedException.class);
            assertThatThrownBy(failed::sync).isInstanceOf(JournalFailedException.class);
            failed.close();
        }
    }

    private void restart() throws IOException {
        FileChain loaded = bug.chain(disk);
        Replayed replayed = new Replayed();
        Journal opened = Journal.open(disk, STORE, loaded, loaded.applied(), OPTIONS, replayed);
        promises.verify(replayed, loaded.appliedIndex(), opened);
        promises.settle((int) loaded.appliedIndex() + replayed.indexes().size());
        chain = Optional.of(loaded);
        journal = Optional.of(opened);
    }

    private Journal journal() {
        return journal.orElseThrow();
    }
}
