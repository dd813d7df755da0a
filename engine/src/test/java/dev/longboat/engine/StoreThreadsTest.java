package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many threads on one store, on a real directory: what was acknowledged is seen by every later
/// read (E1), what one transaction wrote is seen together (E3), and neither interrupts nor a close
/// in the middle harm anybody else.
@Timeout(120)
final class StoreThreadsTest {
    private static final int WRITERS = 4;
    private static final int READERS = 3;
    private static final int ROUNDS = 150;

    @TempDir
    private Path directory;

    /// Each writer counts two keys up together; readers never see them apart, nor go back.
    @Test
    void manyWritersAndReaders_seeOneOrder() throws Exception {
        try (Store store = Store.open(directory, StoreOptions.tiny());
                ExecutorService threads = Executors.newCachedThreadPool()) {
            AtomicBoolean writing = new AtomicBoolean(true);
            List<Future<Long>> writers = start(threads, WRITERS, writer -> count(store, writer));
            List<Future<Long>> readers = start(threads, READERS, reader -> watch(store, reader, writing));
            for (Future<Long> writer : writers) {
                assertThat(writer.get()).isEqualTo(ROUNDS);
            }
            writing.set(false);
            for (Future<Long> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
            assertThat(store.revision()).isEqualTo(1 + (long) WRITERS * ROUNDS);
            assertThat(store.statistics().keys()).isEqualTo(2L * WRITERS);
        }
        try (Store store = Store.open(directory, StoreOptions.tiny())) {
            assertThat(store.revision()).isEqualTo(1 + (long) WRITERS * ROUNDS);
            for (int writer = 0; writer < WRITERS; writer++) {
                assertThat(number(store, left(writer))).isEqualTo(ROUNDS);
                assertThat(store.get(right(writer)).orElseThrow().version().ordinal())
                        .isEqualTo(ROUNDS);
            }
        }
    }

    /// Readers, and writers that wait, are interrupted again and again; everybody gets an answer.
    @Test
    void interruptedCallers_getTheirAnswers_andDisturbNobody() throws Exception {
        try (Store store = Store.open(directory, StoreOptions.tiny());
                ExecutorService threads = Executors.newCachedThreadPool()) {
            AtomicBoolean writing = new AtomicBoolean(true);
            CountDownLatch started = new CountDownLatch(WRITERS);
            List<Thread> victims = Collections.synchronizedList(new ArrayList<>());
            List<Future<Long>> writers = start(threads, WRITERS, writer -> {
                victims.add(Thread.currentThread());
                started.countDown();
                return count(store, writer);
            });
            started.await();
            Future<Long> interrupter = threads.submit(() -> {
                SplittableRandom random = new SplittableRandom(3);
                long interrupts = 0;
                while (writing.get()) {
                    victims.get(random.nextInt(WRITERS)).interrupt();
                    interrupts++;
                    Thread.onSpinWait();
                }
                return interrupts;
            });
            for (Future<Long> writer : writers) {
                assertThat(writer.get()).isEqualTo(ROUNDS);
            }
            writing.set(false);
            assertThat(interrupter.get()).isGreaterThan(ROUNDS);
            assertThat(store.failure()).isNotDone();
            for (int writer = 0; writer < WRITERS; writer++) {
                assertThat(number(store, left(writer))).isEqualTo(ROUNDS);
            }
        }
    }

    /// The store is closed under its users' hands: each call is answered or told that the store is
    /// closed, none hangs, and what was acknowledged is there afterwards.
    @Test
    void closeWhileInUse_answersEveryCall_andKeepsWhatWasAcknowledged() throws Exception {
        for (int round = 0; round < 5; round++) {
            AtomicLong[] acknowledged = new AtomicLong[WRITERS];
            try (ExecutorService threads = Executors.newCachedThreadPool()) {
                Store store = Store.open(directory, StoreOptions.tiny());
                CountDownLatch busy = new CountDownLatch(3 * WRITERS);
                for (int writer = 0; writer < WRITERS; writer++) {
                    acknowledged[writer] =
                            new AtomicLong(store.get(left(writer)).isPresent() ? number(store, left(writer)) : 0);
                }
                List<Future<Long>> users = start(
                        threads,
                        WRITERS,
                        writer -> untilClosed(() -> {
                            put(store, writer, acknowledged[writer].get() + 1);
                            acknowledged[writer].incrementAndGet();
                            busy.countDown();
                        }));
                users.addAll(start(
                        threads,
                        READERS,
                        reader -> untilClosed(() -> {
                            try (Snapshot snapshot = store.snapshot()) {
                                snapshot.count(KeyRange.all());
                            }
                            store.get(left(reader))
                                    .ifPresent(found -> found.value().toBytes());
                            store.tryGet(right(reader), View.NEWEST);
                            store.statistics();
                        })));
                busy.await();
                store.close();
                for (Future<Long> user : users) {
                    assertThat(user.get()).isNotNegative();
                }
            }
            try (Store store = Store.open(directory, StoreOptions.tiny())) {
                for (int writer = 0; writer < WRITERS; writer++) {
                    // What was refused because the store is closed has not happened.
                    assertThat(number(store, left(writer))).isEqualTo(acknowledged[writer].get());
                }
            }
        }
    }

    private static long count(Store store, int writer) {
        for (int i = 1; i <= ROUNDS; i++) {
            put(store, writer, i);
            if (number(store, right(writer)) != i) {
                throw new AssertionError("writer " + writer + " wrote " + i + " and read another");
            }
        }
        return number(store, left(writer));
    }

    private static void put(Store store, int writer, long number) {
        store.commit(Transaction.of(
                new Operation.Put(left(writer), NewValue.of(value(number))),
                new Operation.Put(right(writer), NewValue.of(value(number)))));
    }

    private static long watch(Store store, int seed, AtomicBoolean going) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] seen = new long[WRITERS];
        long looks = 0;
        do {
            int writer = random.nextInt(WRITERS);
            try (Snapshot snapshot = store.snapshot()) {
                long left =
                        snapshot.get(left(writer)).map(StoreThreadsTest::number).orElse(0L);
                long right = snapshot.get(right(writer))
                        .map(StoreThreadsTest::number)
                        .orElse(0L);
                if (left != right || left < seen[writer]) {
                    throw new AssertionError("saw " + left + " and " + right + " after " + seen[writer]);
                }
                seen[writer] = left;
                looks++;
            }
        } while (going.get());
        return looks;
    }

    private static long untilClosed(Runnable call) {
        long calls = 0;
        try {
            while (true) {
                call.run();
                calls++;
            }
        } catch (StoreClosedException _) {
            return calls;
        }
    }

    private interface Task {
        long run(int number) throws Exception;
    }

    private static List<Future<Long>> start(ExecutorService threads, int count, Task task) {
        List<Future<Long>> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Callable<Long> call = () -> task.run(number);
            started.add(threads.submit(call));
        }
        return started;
    }

    private static long number(Store store, Key key) {
        return number(store.get(key).orElseThrow());
    }

    private static long number(KeyValue found) {
        return ByteBuffer.wrap(found.value().toBytes()).getLong();
    }

    /// Long enough to lie in the journal, or short enough for a row.
    private static byte[] value(long number) {
        return ByteBuffer.allocate(number % 3 == 0 ? 900 : 16).putLong(number).array();
    }

    private static Key left(int writer) {
        return Key.of("left" + writer);
    }

    private static Key right(int writer) {
        return Key.of("right" + writer);
    }
}
