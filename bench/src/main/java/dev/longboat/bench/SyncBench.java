package dev.longboat.bench;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.LinuxDisk;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How long the disk takes until one write is durable, by the way it is written. Confined to the
/// harness' thread.
///
/// The ways differ in three things: through the operating system's cache with a sync after, or
/// around it with durable writes; into a file that grows, or over blocks that were written before;
/// and the length. A journal that commits faster than the best of these lies. Lengths below a block
/// are padded to one where the way demands whole blocks.
///
/// Run it where the data will lie: `-Dlongboat.bench.directory=/var/lib/longboat`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 3, time = 2)
public class SyncBench {
    /// How a write becomes durable.
    public enum Way {
        /// Into the cache at the end of the file, then a sync.
        BUFFERED_GROWING(WriteMode.BUFFERED, false),
        /// Into the cache over written blocks, then a sync.
        BUFFERED_WRITTEN(WriteMode.BUFFERED, true),
        /// Around the cache at the end of the file.
        DURABLE_GROWING(WriteMode.DURABLE, false),
        /// Around the cache over written blocks.
        DURABLE_WRITTEN(WriteMode.DURABLE, true);

        private final WriteMode mode;
        private final boolean written;

        Way(WriteMode mode, boolean written) {
            this.mode = mode;
            this.written = written;
        }
    }

    private static final String FILE = "sync-bench";
    private static final long WRITTEN_BYTES = 128L << 20;
    private static final long GROWN_BYTES_MAX = 4L << 30;
    private static final int ZEROS_BYTES = 1 << 20;
    private static final long SEED = 42;

    /// The way.
    @Param
    public Way way = Way.DURABLE_WRITTEN;

    /// The bytes of one write.
    @Param({"512", "4096", "16384", "65536", "262144", "1048576", "4194304"})
    public int bytes = Disk.BLOCK_BYTES;

    private final Arena arena = Arena.ofShared();
    private final Scratch scratch = new Scratch();
    private final LinuxDisk disk = LinuxDisk.at(scratch.directory());
    private ByteBuffer source = ByteBuffer.allocate(0);
    private @Nullable DiskFile file;
    private long position;
    private long end;

    /// Makes the bytes to write: random ones, so that no layer below can shorten them.
    @Setup(Level.Trial)
    public void fill() {
        source = AlignedBuffers.allocate(arena, (int) AlignedBuffers.roundUp(bytes));
        Random random = new Random(SEED);
        while (source.hasRemaining()) {
            source.putLong(random.nextLong());
        }
        source.clear();
        if (way.mode == WriteMode.BUFFERED) {
            source.limit(bytes);
        }
    }

    /// Starts a file: empty, or with all its blocks written.
    @Setup(Level.Iteration)
    public void open() throws IOException {
        DiskFile fresh = disk.create(FILE, way.mode);
        file = fresh;
        position = 0;
        end = way.written ? WRITTEN_BYTES : GROWN_BYTES_MAX;
        if (way.written) {
            ByteBuffer zeros = AlignedBuffers.allocate(arena, ZEROS_BYTES);
            for (long at = 0; at < end; ) {
                at += fresh.write(zeros.clear(), at);
            }
            fresh.sync(SyncKind.FULL);
        }
    }

    /// Writes once and waits until it is durable.
    @Benchmark
    public void write() throws IOException {
        DiskFile target = Objects.requireNonNull(file);
        if (position + source.limit() > end) {
            position = 0;
        }
        source.rewind();
        while (source.hasRemaining()) {
            position += target.write(source, position);
        }
        if (way.mode == WriteMode.BUFFERED) {
            target.sync(SyncKind.DATA);
        }
    }

    /// Removes the file.
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        Objects.requireNonNull(file).close();
        disk.delete(FILE);
    }

    /// Gives everything back.
    @TearDown(Level.Trial)
    public void end() throws IOException {
        arena.close();
        scratch.close();
    }
}
