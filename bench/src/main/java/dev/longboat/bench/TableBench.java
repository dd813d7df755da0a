package dev.longboat.bench;

import dev.longboat.disk.LinuxDisk;
import dev.longboat.table.BlockCache;
import dev.longboat.table.RowCursor;
import dev.longboat.table.SlabCache;
import dev.longboat.table.Table;
import dev.longboat.table.TableOptions;
import dev.longboat.table.TableRow;
import dev.longboat.table.TableWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a table in memory costs: its filter, a search through index and block, a row of a scan; and
/// a value in the cache. Confined to the harness' thread.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
public class TableBench {
    private static final UUID STORE = new UUID(1, 2);
    private static final int ROWS = 200_000;
    private static final int KEY_BYTES = 128;
    private static final int PAYLOAD_BYTES = 28;
    private static final int VALUE_BYTES = 4096;
    private static final int VALUES = 10_000;
    private static final long CACHE_BYTES = 256L << 20;

    private final Scratch scratch = new Scratch();
    private final BlockCache blocks = new BlockCache(CACHE_BYTES);
    private final SlabCache values = new SlabCache(CACHE_BYTES);
    private final SplittableRandom random = new SplittableRandom(1);
    private final ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES);
    private @Nullable Table table;
    private @Nullable RowCursor cursor;

    /// Writes a table and fills the cache.
    @Setup(Level.Trial)
    public void write() throws IOException {
        LinuxDisk disk = LinuxDisk.at(scratch.directory());
        try (TableWriter writer = TableWriter.create(disk, "bench.tbl", STORE, 1, TableOptions.defaults())) {
            for (int i = 0; i < ROWS; i++) {
                writer.add(key(2L * i), 1, 1, 1, ByteBuffer.allocate(PAYLOAD_BYTES));
            }
            writer.finish();
        }
        Table open = Table.open(disk, "bench.tbl", STORE, 1, blocks);
        table = open;
        cursor = open.cursor();
        for (int i = 0; i < VALUES; i++) {
            values.put(1, i, value.clear());
        }
    }

    /// The filter, of a key that is not there.
    @Benchmark
    public boolean filterMiss() throws IOException {
        return Objects.requireNonNull(table).mayContain(key(2L * random.nextInt(ROWS) + 1));
    }

    /// A row that is there: filter aside, index and block.
    @Benchmark
    public Optional<TableRow> find() throws IOException {
        return Objects.requireNonNull(table).find(key(2L * random.nextInt(ROWS)), Long.MAX_VALUE);
    }

    /// The next row of a scan.
    @Benchmark
    public byte[] scan() throws IOException {
        RowCursor open = Objects.requireNonNull(cursor);
        if (open.valid()) {
            open.next();
        }
        if (!open.valid()) {
            open.seekFirst();
        }
        return open.key();
    }

    /// A value of 4 KiB that is cached.
    @Benchmark
    public int cachedValue() {
        return values.get(1, random.nextInt(VALUES), value.clear());
    }

    /// Gives everything back.
    @TearDown(Level.Trial)
    public void close() throws IOException {
        Objects.requireNonNull(cursor).close();
        Objects.requireNonNull(table).close();
        blocks.close();
        values.close();
        scratch.close();
    }

    private static byte[] key(long number) {
        byte[] key = new byte[KEY_BYTES];
        ByteBuffer.wrap(key).putLong(0, number);
        return key;
    }
}
