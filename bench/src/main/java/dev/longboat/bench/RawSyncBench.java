package dev.longboat.bench;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.Disk;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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

/// The ways to a durable write that the disk room does not take, and the one it takes without it:
/// what [SyncBench] is to be read beside. Confined to the harness' thread.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 3, time = 2)
public class RawSyncBench {
    /// How a write becomes durable.
    public enum Way {
        /// As the disk room does it: `O_DIRECT | O_DSYNC` over written blocks.
        DIRECT_DSYNC(true, true, Room.WRITTEN),
        /// `O_DIRECT` over written blocks, then `fdatasync`.
        DIRECT_FORCED(true, false, Room.WRITTEN),
        /// `O_DSYNC` through the cache, over written blocks.
        CACHED_DSYNC(false, true, Room.WRITTEN),
        /// `O_DIRECT | O_DSYNC` into blocks that `fallocate` set aside and nobody wrote.
        DIRECT_DSYNC_ALLOCATED(true, true, Room.ALLOCATED),
        /// `O_DIRECT` at the end of the file, then `fdatasync`.
        DIRECT_FORCED_GROWING(true, false, Room.NONE);

        private final boolean direct;
        private final boolean dsync;
        private final Room room;

        Way(boolean direct, boolean dsync, Room room) {
            this.direct = direct;
            this.dsync = dsync;
            this.room = room;
        }
    }

    /// What the file has before the first write.
    private enum Room {
        NONE,
        ALLOCATED,
        WRITTEN
    }

    private static final long FILE_BYTES = 128L << 20;
    private static final int FILL_BYTES = 1 << 20;

    /// The way.
    @Param
    public Way way = Way.DIRECT_DSYNC;

    /// The bytes of one write.
    @Param({"4096", "65536", "1048576"})
    public int bytes = Disk.BLOCK_BYTES;

    private final Arena arena = Arena.ofShared();
    private final Scratch scratch = new Scratch();
    private ByteBuffer source = ByteBuffer.allocate(0);
    private @Nullable FileChannel channel;
    private long position;

    /// Makes the file as the way wants it.
    @Setup(Level.Iteration)
    public void open() throws IOException, InterruptedException {
        Path file = scratch.directory().resolve("raw");
        Files.deleteIfExists(file);
        Files.createFile(file);
        if (way.room == Room.ALLOCATED) {
            allocate(file);
        }
        FileChannel opened = FileChannel.open(file, options().toArray(OpenOption[]::new));
        channel = opened;
        source = AlignedBuffers.allocate(arena, Math.max(bytes, FILL_BYTES));
        for (int at = 0; at < source.capacity(); at++) {
            source.put(at, (byte) ((at * 31) >> 3));
        }
        if (way.room == Room.WRITTEN) {
            for (long at = 0; at < FILE_BYTES; at += FILL_BYTES) {
                opened.write(source.clear().limit(FILL_BYTES), at);
            }
        }
        opened.force(true);
        position = 0;
    }

    private static void allocate(Path file) throws IOException, InterruptedException {
        String length = Long.toString(FILE_BYTES);
        int status = new ProcessBuilder("fallocate", "-l", length, file.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("fallocate of " + length + " bytes ended with " + status);
        }
    }

    private List<OpenOption> options() {
        List<OpenOption> options = new ArrayList<>(List.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
        if (way.direct) {
            options.add(direct());
        }
        if (way.dsync) {
            options.add(StandardOpenOption.DSYNC);
        }
        return options;
    }

    private static OpenOption direct() {
        try {
            Class<?> type = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            return Arrays.stream(type.getEnumConstants())
                    .filter(option -> option.toString().equals("DIRECT"))
                    .map(OpenOption.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("this JDK has no direct access", e);
        }
    }

    /// Writes once and waits until it is durable. Allocated blocks are new only once around.
    @Benchmark
    public void write() throws IOException {
        FileChannel target = Objects.requireNonNull(channel);
        if (way.room != Room.NONE && position + bytes > FILE_BYTES) {
            position = 0;
        }
        position += target.write(source.clear().limit(bytes), position);
        if (!way.dsync) {
            target.force(false);
        }
    }

    /// Closes the file.
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        Objects.requireNonNull(channel).close();
    }

    /// Gives everything back.
    @TearDown(Level.Trial)
    public void end() throws IOException {
        arena.close();
        scratch.close();
    }
}
