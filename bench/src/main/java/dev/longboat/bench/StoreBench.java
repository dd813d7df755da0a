package dev.longboat.bench;

import dev.longboat.engine.Key;
import dev.longboat.engine.KeyVersion;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// What the store costs: a get from its memtable or its tables, and puts, from evaluation to apply.
/// On a file system in memory (`-Dlongboat.bench.directory=/dev/shm`) the puts are all CPU. Safe
/// for concurrent use.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
public class StoreBench {
    private static final int KEY_BYTES = 128;
    private static final int MANY = 32;

    /// Pairs in the store: few are all in the memtable, many mostly in tables.
    @Param({"20000", "400000"})
    public int pairs = 20_000;

    /// The length of a value: short ones stand beside their keys, long ones in the journal.
    @Param({"100", "4096"})
    public int valueBytes = 100;

    private final Scratch scratch = new Scratch();
    private final AtomicLong next = new AtomicLong();
    private byte[] value = {};
    private @Nullable Store store;

    /// Fills a store.
    @Setup(Level.Trial)
    public void fill() throws IOException {
        value = new byte[valueBytes];
        new SplittableRandom(1).nextBytes(value);
        Store open = Store.open(scratch.directory().resolve("store"), StoreOptions.defaults());
        store = open;
        for (int i = 0; i < pairs; i++) {
            var put = open.putAsync(key(i), value.clone());
            if (i % 1000 == 999 || i == pairs - 1) {
                put.join();
            }
        }
        next.set(pairs);
    }

    /// A value by its key, as bytes.
    @Benchmark
    public byte[] get() {
        return Objects.requireNonNull(store)
                .get(key(ThreadLocalRandom.current().nextInt(pairs)))
                .orElseThrow()
                .value()
                .toBytes();
    }

    /// A new pair, durable, by one thread.
    @Benchmark
    public KeyVersion put() {
        return Objects.requireNonNull(store).put(key(next.getAndIncrement()), value.clone());
    }

    /// The same by many, who share syncs.
    @Benchmark
    @Threads(MANY)
    public KeyVersion putByMany() {
        return put();
    }

    /// Gives everything back.
    @TearDown(Level.Trial)
    public void close() throws IOException {
        Objects.requireNonNull(store).close();
        scratch.close();
    }

    private static Key key(long number) {
        byte[] key = new byte[KEY_BYTES];
        ByteBuffer.wrap(key).putLong(0, Dataset.scatter(number));
        return Key.of(key);
    }
}
