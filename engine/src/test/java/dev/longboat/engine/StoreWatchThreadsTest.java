package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Writers and watches on threads of their own, on a real directory: every watch, quick or slow, is
/// told what was acknowledged and nothing else, in order, whole and once (E12).
@Timeout(3600)
final class StoreWatchThreadsTest {
    private static final int WRITERS = 3;
    private static final int WATCHES = 6;
    private static final int COMMITS = 300;

    /// What was acknowledged: by revision, what it changed.
    private final ConcurrentNavigableMap<Long, List<String>> acknowledged = new ConcurrentSkipListMap<>();

    private final AtomicLong events = new AtomicLong();

    @TempDir
    private Path directory;

    @Test
    void everyWatch_isToldWhatWasAcknowledged() throws Exception {
        StoreOptions options = StoreOptions.tiny().withMemoryBytes(1 << 20);
        int commits = COMMITS * Integer.getInteger("longboat.count", 1);
        try (Store store = Store.open(directory, options);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Samples samples = new Samples(writer);
                writers.add(threads.submit(() -> write(store, samples, commits)));
            }
            long last = 1 + (long) WRITERS * commits;
            List<Future<List<List<String>>>> watches = new ArrayList<>();
            for (int i = 0; i < WATCHES; i++) {
                Watch watch = store.watch(WatchRequest.of(KeyRange.all()).from(1 + i));
                int slowness = i % 3;
                watches.add(threads.submit(() -> follow(watch, last, slowness)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            for (int i = 0; i < WATCHES; i++) {
                Collection<List<String>> wanted =
                        acknowledged.tailMap(1L + i, true).values();
                assertThat(watches.get(i).get()).containsExactlyElementsOf(wanted);
            }
            assertThat(store.revision()).isEqualTo(last);
        }
        System.out.printf("watches on threads: %,d events of %,d commits%n", events.get(), acknowledged.size());
    }

    /// Each commit changes something: it puts one to three keys.
    private void write(Store store, Samples samples, int commits) {
        for (int i = 0; i < commits; i++) {
            List<Operation> operations = new ArrayList<>();
            List<String> told = new ArrayList<>();
            int from = samples.below(400);
            IntStream.range(from, from + 1 + samples.below(3)).forEach(at -> {
                Key key = Key.of("key" + at);
                operations.add(new Operation.Put(key, NewValue.of(samples.bytes(samples.below(80)))));
                told.add("put " + key);
            });
            if (samples.oneIn(5)) {
                Key key = Key.of("own" + samples.below(50));
                operations.add(new Operation.Put(key, NewValue.of(new byte[0])));
                told.add("put " + key);
            }
            acknowledged.put(
                    store.commit(new Transaction(List.of(), operations, List.of(), false))
                            .revision(),
                    told);
        }
    }

    /// What a watch is told, revision by revision.
    private List<List<String>> follow(Watch watch, long last, int slowness) {
        List<List<String>> told = new ArrayList<>();
        long at = 0;
        long revision = 0;
        while (revision < last) {
            try (WatchBatch batch = watch.next(Duration.ofSeconds(1))) {
                for (WatchEvent event : batch.events()) {
                    assertThat(event.revision()).isBetween(Math.max(at, revision + 1), batch.revision());
                    if (event.revision() > at) {
                        at = event.revision();
                        told.add(new ArrayList<>());
                    }
                    told.getLast().add((event instanceof WatchEvent.Put ? "put " : "end ") + event.key());
                }
                revision = Math.max(revision, batch.revision());
                events.addAndGet(batch.events().size());
            }
            if (slowness > 0) {
                LockSupport.parkNanos(slowness * 20_000_000L);
            }
        }
        watch.close();
        return told;
    }
}
