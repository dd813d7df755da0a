package dev.longboat.bench;

import dev.longboat.disk.LinuxDisk;
import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.FrameHead;
import dev.longboat.journal.FrameType;
import dev.longboat.journal.FrameVisitor;
import dev.longboat.journal.Journal;
import dev.longboat.journal.JournalOptions;
import dev.longboat.journal.Position;
import dev.longboat.journal.SegmentChain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What the journal costs for each frame: encoding one in a batch, making one durable, and decoding
/// one at a start. Confined to the harness' thread.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
public class JournalBench {
    private static final UUID STORE = new UUID(1, 2);
    private static final int FRAMES = 100;
    private static final int SEED = 42;

    /// The bytes that a frame carries.
    @Param({"100", "4300"})
    public int payloadBytes = 100;

    private final Scratch scratch = new Scratch();
    private final Chain chain = new Chain();
    private final LinuxDisk disk = LinuxDisk.at(scratch.directory());
    private final Scratch oldScratch = new Scratch();
    private final Chain oldChain = new Chain();
    private final LinuxDisk oldDisk = LinuxDisk.at(oldScratch.directory());
    private byte[] payload = {};
    private long index;
    private long replayed;
    private @Nullable Journal journal;

    /// Opens a journal to write to, and leaves another one for [#replay].
    @Setup(Level.Trial)
    public void open() throws IOException {
        payload = new byte[payloadBytes];
        new Random(SEED).nextBytes(payload);
        try (Journal old = openJournal(oldDisk, oldChain)) {
            for (int i = 1; i <= FRAMES; i++) {
                put(old, i);
            }
            old.sync();
        }
        journal = openJournal(disk, chain);
    }

    /// Encodes frames with their checksums; one sync makes all of them durable.
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void encodeInBatch() throws IOException {
        Journal open = Objects.requireNonNull(journal);
        for (int i = 0; i < FRAMES; i++) {
            put(open, ++index);
        }
        open.sync();
        forgetOld(open);
    }

    /// One frame, durable.
    @Benchmark
    public void commit() throws IOException {
        Journal open = Objects.requireNonNull(journal);
        put(open, ++index);
        open.sync();
        forgetOld(open);
    }

    /// Opens a journal and decodes and verifies its frames.
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long replay() throws IOException {
        try (Journal open = openJournal(oldDisk, oldChain)) {
            while (oldChain.segments.size() > 2) { // those that earlier calls began, and left empty
                open.delete(oldChain.segments.remove(1).id());
            }
        }
        return replayed;
    }

    /// Gives everything back.
    @TearDown(Level.Trial)
    public void close() throws IOException {
        Objects.requireNonNull(journal).close();
        scratch.close();
        oldScratch.close();
    }

    private Journal openJournal(LinuxDisk on, Chain of) throws IOException {
        return Journal.open(on, STORE, of, Position.START, JournalOptions.defaults(), counting());
    }

    private FrameVisitor counting() {
        return (_, _, _, _) -> replayed++;
    }

    private void put(Journal open, long number) throws IOException {
        open.begin(payload.length).put(payload);
        open.end(new FrameHead(FrameType.ENTRY, 0, 0, number));
    }

    /// Keeps the disk from filling up.
    private void forgetOld(Journal open) throws IOException {
        while (chain.segments.size() > 2) {
            open.delete(chain.segments.removeFirst().id());
        }
    }

    /// Lives as long as the benchmark. Confined to its thread.
    private static final class Chain implements SegmentChain {
        private final List<ChainedSegment> segments = new ArrayList<>();
        private int nextId = 1;

        @Override
        public List<ChainedSegment> segments() {
            return List.copyOf(segments);
        }

        @Override
        public int nextSegmentId() {
            return Math.max(nextId, segments.isEmpty() ? 1 : segments.getLast().id() + 1);
        }

        @Override
        public void extend(int endOfLast, ChainedSegment next) {
            if (!segments.isEmpty()) {
                ChainedSegment last = segments.removeLast();
                segments.add(new ChainedSegment(last.id(), last.generation(), endOfLast));
            }
            segments.add(next);
            nextId = next.id() + 1;
        }
    }
}
