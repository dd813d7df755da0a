package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/// A run makes the operations of its workload, checks every answer, and charges what a store makes
/// others wait. The store is a map on the heap.
final class ClientsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final LiveLine SILENT = new LiveLine(System.err, false);

    @Test
    void loading_bringsInEveryPairOnce() throws Exception {
        HeapEngine engine = new HeapEngine();
        Measured loaded = run(engine, Workload.of(1000, 64).loading(7), LONG);
        assertThat(loaded.operations()).isEqualTo(1000);
        assertThat(loaded.writes().getTotalCount()).isEqualTo(1000);
        assertThat(loaded.reads().getTotalCount()).isZero();
        assertThat(engine.size()).isEqualTo(1000);
    }

    @Test
    void mixedLoad_keepsItsShareOfReads() throws Exception {
        HeapEngine engine = new HeapEngine();
        Workload workload = Workload.of(100, 64).withClients(3);
        run(engine, workload.loading(1), LONG);
        Measured mixed = run(engine, workload.withReadPercent(75).withOperations(20_000), LONG);
        assertThat(mixed.operations()).isEqualTo(20_000);
        assertThat(mixed.reads().getTotalCount()).isBetween(14_500L, 15_500L);
        assertThat(mixed.all().getTotalCount()).isEqualTo(20_000);
    }

    @Test
    void run_again_orByMoreClients_choosesOtherPairs_theSameOfEachStore() throws Exception {
        AskedEngine one = new AskedEngine();
        AskedEngine other = new AskedEngine();
        for (AskedEngine engine : List.of(one, other)) {
            Workload workload = Workload.of(10_000, 64).withOperations(100);
            run(engine, workload.loading(1), LONG);
            for (int count = 1; count <= 2; count++) {
                try (Library target = new Library(engine, Path.of("none"), System.nanoTime());
                        Clients clients = new Clients(target, "", workload.withClients(count))) {
                    clients.run(LONG, SILENT);
                    clients.run(LONG, SILENT);
                }
            }
        }
        assertThat(one.asked).hasSize(400);
        assertThat(one.asked.subList(0, 200)).isEqualTo(other.asked.subList(0, 200));
        assertThat(Set.copyOf(one.asked)).hasSizeGreaterThan(380);
    }

    @Test
    void read_ofAnotherValue_endsTheRun() throws Exception {
        HeapEngine engine = new HeapEngine();
        Workload workload = Workload.of(10, 64);
        run(engine, workload.loading(1), LONG);
        Dataset dataset = workload.dataset();
        engine.put(dataset.keyBytes(3), dataset.valueBytes(4));
        assertThatIllegalStateException()
                .isThrownBy(() -> run(engine, workload.withOperations(1000), LONG))
                .withMessageContaining("pair 3");
    }

    @Test
    void read_ofAMissingPair_endsTheRun() {
        assertThatIllegalStateException()
                .isThrownBy(() -> run(new HeapEngine(), Workload.of(10, 64), LONG))
                .withMessageContaining("is not there");
    }

    /// B3.
    @Test
    void openLoop_chargesAStallToAllThatWereDueMeanwhile() throws Exception {
        StallingEngine engine = new StallingEngine();
        Workload workload = Workload.of(10, 64);
        run(engine, workload.loading(1), LONG);
        engine.stallNext.set(true);
        Measured measured = run(engine, workload.withPerSecond(500).withOperations(250), LONG);
        Histogram all = measured.all();
        long waited = all.getTotalCount()
                - all.getCountBetweenValues(0, TimeUnit.MILLISECONDS.toNanos(StallingEngine.MILLIS / 2));
        assertThat(all.getTotalCount()).isEqualTo(250);
        assertThat(waited).isGreaterThan(StallingEngine.MILLIS / 2 * 500 / 1000 - 2);
    }

    private static Measured run(Library.Engine engine, Workload workload, Duration most) throws Exception {
        try (Library target = new Library(engine, Path.of("none"), System.nanoTime());
                Clients clients = new Clients(target, "", workload)) {
            return clients.run(most, SILENT);
        }
    }

    /// Remembers what was asked for.
    private static final class AskedEngine extends HeapEngine {
        private final List<ByteBuffer> asked = Collections.synchronizedList(new ArrayList<>());

        @Override
        public ByteBuffer get(byte[] key) throws Exception {
            asked.add(ByteBuffer.wrap(key));
            return java.util.Objects.requireNonNull(super.get(key));
        }
    }

    /// Holds up one read for a while, once.
    private static final class StallingEngine extends HeapEngine {
        static final int MILLIS = 200;
        private final AtomicBoolean stallNext = new AtomicBoolean();

        @Override
        public ByteBuffer get(byte[] key) throws Exception {
            if (stallNext.getAndSet(false)) {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
                while (System.nanoTime() - end < 0) {
                    Thread.onSpinWait();
                }
            }
            return java.util.Objects.requireNonNull(super.get(key));
        }
    }
}
