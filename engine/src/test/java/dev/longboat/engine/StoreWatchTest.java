package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.Seeds;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Watches tell of every change that can be seen, once, in order, and whole revisions (E12): by
/// single stories, and by random histories with trims, purges, restarts and kills, in which quick
/// and slow watches are held against [StoreModel]. The store's memory is so small that slow ones
/// read the past.
@Timeout(3600)
final class StoreWatchTest {
    private static final int HISTORIES = 5;
    private static final int STEPS = 120;
    private static final Key A = Key.of("a");
    private static final Key B = Key.of("b");
    private static final KeyRange ALL = KeyRange.all();

    /// So that the feed remembers some hundred revisions.
    private static final StoreOptions OPTIONS = StoreOptions.tiny().withMemoryBytes(1 << 20);

    private final SimDisk disk = new SimDisk();

    private Store open() {
        return Store.open(new StorePorts(disk, new SimClock(1000), new SimRandomness(1), false), OPTIONS);
    }

    private static byte[] value(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /// What a watch tells at once, briefly.
    private static List<String> told(Watch watch) {
        List<String> told = new ArrayList<>();
        boolean more = true;
        while (more) {
            try (WatchBatch batch = watch.poll()) {
                batch.events().forEach(event -> told.add(brief(event)));
                more = batch.more();
            }
        }
        return told;
    }

    private static String brief(WatchEvent event) {
        String before = event.previous()
                .map(was -> " was " + new String(was.value().toBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .orElse("");
        return switch (event) {
            case WatchEvent.Put put ->
                put.revision() + " " + put.key() + "="
                        + new String(put.now().value().toBytes(), java.nio.charset.StandardCharsets.UTF_8) + before;
            case WatchEvent.End end -> end.revision() + " " + end.key() + " ended" + before;
        };
    }

    @Test
    void watch_fromNow_tellsWhatComes() {
        try (Store store = open()) {
            store.put(A, value("old"));
            try (Watch watch = store.watch(WatchRequest.of(KeyRange.only(A)).withPrevious())) {
                assertThat(told(watch)).isEmpty();
                store.put(A, value("1"));
                store.put(B, value("2"));
                store.delete(A);
                assertThat(told(watch)).containsExactly("3 a=1 was old", "5 a ended was 1");
            }
        }
    }

    @Test
    void watch_fromThePast_tellsWhatCanBeSeen() {
        try (Store store = open()) {
            store.put(A, value("1"));
            store.put(A, value("2"));
            store.commit(Transaction.of(new Operation.Purge(KeyRange.only(A))));
            store.put(A, value("3"));
            try (Watch watch = store.watch(WatchRequest.of(ALL).from(2))) {
                assertThat(told(watch)).containsExactly("4 a ended", "5 a=3");
            }
        }
    }

    @Test
    void erasedVersion_bringsTheOneBeforeBack() {
        try (Store store = open();
                Watch watch = store.watch(WatchRequest.of(ALL))) {
            store.put(A, value("1"));
            store.put(A, value("2"));
            assertThat(told(watch)).containsExactly("2 a=1", "3 a=2");
            store.commit(Transaction.of(new Operation.Erase(A, 3)));
            assertThat(told(watch)).containsExactly("4 a=1");
        }
    }

    @Test
    void trimmedVersions_areNoNews() {
        try (Store store = open();
                Watch watch = store.watch(WatchRequest.of(ALL))) {
            store.put(A, value("1"));
            store.put(A, value("2"));
            store.commit(Transaction.of(new Operation.Trim(ALL, 1)));
            assertThat(told(watch)).containsExactly("3 a=2");
        }
    }

    @Test
    void transaction_isToldWhole() {
        try (Store store = open();
                Watch watch = store.watch(WatchRequest.of(ALL))) {
            List<Operation> puts = IntStream.range(0, 250)
                    .<Operation>mapToObj(i -> new Operation.Put(Key.of("k" + i), NewValue.of(new byte[1])))
                    .toList();
            for (int i = 0; i < 6; i++) {
                store.commit(new Transaction(List.of(), puts, List.of(), false));
            }
            for (long told = 1; told < 7; ) {
                try (WatchBatch batch = watch.poll()) {
                    assertThat(batch.events()).hasSize((int) (batch.revision() - told) * puts.size());
                    told = batch.revision();
                }
            }
        }
    }

    @Test
    void horizon_overtakesWhoIsSlow_andNotWhoMissedNothing() {
        try (Store store = open();
                Watch slow = store.watch(WatchRequest.of(KeyRange.only(A)));
                Watch quiet = store.watch(WatchRequest.of(KeyRange.only(B)))) {
            assertThat(told(quiet)).isEmpty();
            for (int i = 0; i < 5; i++) {
                store.put(A, value("" + i));
            }
            store.trimTo(4);
            assertThatThrownBy(slow::poll).isInstanceOfSatisfying(RevisionException.class, e -> {
                assertThat(e.asked()).isEqualTo(2);
                assertThat(e.limit()).isEqualTo(4);
            });
            assertThat(told(quiet)).isEmpty();
            assertThatThrownBy(() -> store.watch(WatchRequest.of(ALL).from(3))).isInstanceOf(RevisionException.class);
            try (Watch anew = store.watch(WatchRequest.of(ALL).from(4))) {
                assertThat(told(anew)).containsExactly("4 a=2", "5 a=3", "6 a=4");
            }
        }
    }

    @Test
    void removal_isToldHoweverFarMergesHaveCome() throws IOException {
        removalIsTold();
    }

    void removalIsTold() throws IOException {
        try (Store store = open()) {
            store.put(A, value("1"));
            store.put(A, value("2"));
            store.put(A, value("3"));
            store.commit(Transaction.of(new Operation.Erase(A, 4)));
            store.put(B, value("1"));
            store.commit(Transaction.of(new Operation.Purge(KeyRange.only(B))));
            store.put(A, value("4"));
            store.put(B, value("2"));
            for (int i = 0; i < 200; i++) {
                store.put(Key.of("other" + i), value("x"));
                store.flush();
            }
            try (Watch a = store.watch(WatchRequest.of(KeyRange.only(A)).from(2));
                    Watch b = store.watch(WatchRequest.of(KeyRange.only(B)).from(2))) {
                assertThat(told(a)).containsExactly("2 a=1", "3 a=2", "5 a=2", "8 a=4");
                assertThat(told(b)).containsExactly("7 b ended", "9 b=2");
            }
        }
    }

    @Test
    void interestedOnlyInEnds_isToldOfThem() {
        try (Store store = open();
                Watch ends = store.watch(WatchRequest.of(ALL).withoutPuts());
                Watch puts = store.watch(WatchRequest.of(ALL).withoutEnds())) {
            store.put(A, value("1"));
            store.delete(A);
            assertThat(told(ends)).containsExactly("3 a ended");
            assertThat(told(puts)).containsExactly("2 a=1");
        }
    }

    @Test
    void idleWatch_saysHowFarTheStoreHasCome() {
        try (Store store = open();
                Watch watch = store.watch(WatchRequest.of(KeyRange.only(A)))) {
            store.put(B, value("1"));
            try (WatchBatch batch = watch.next(Duration.ofMillis(1))) {
                assertThat(batch.events()).isEmpty();
                assertThat(batch.revision()).isEqualTo(2);
            }
        }
    }

    @Test
    void closedStore_endsTheWait() throws InterruptedException {
        Store store =
                Store.open(new StorePorts(new SimDisk(), new SimClock(1000), new SimRandomness(1), true), OPTIONS);
        AtomicReference<Throwable> met = new AtomicReference<>();
        Watch watch = store.watch(WatchRequest.of(ALL));
        Thread waiting = new Thread(() -> {
            try {
                while (true) {
                    watch.next(Duration.ofDays(1)).close();
                }
            } catch (StoreClosedException e) {
                met.set(e);
            }
        });
        waiting.start();
        store.close();
        waiting.join();
        assertThat(met.get()).hasMessageContaining("closed");
    }

    @Test
    void slowWatch_readsThePastInBoundedPasses() {
        try (Store store = open();
                Watch watch = store.watch(WatchRequest.of(ALL))) {
            for (int i = 0; i < 3000; i++) {
                store.put(Key.of("key" + i % 700), value("" + i));
            }
            int next = 0;
            for (String event : told(watch)) {
                assertThat(event).isEqualTo((next + 2) + " key" + next % 700 + "=" + next);
                next++;
            }
            assertThat(next).isEqualTo(3000);
        }
    }

    @Test
    void whatIsTold_survivesAnyPowerCut() {
        cutPowerWhenTold();
    }

    void cutPowerWhenTold() {
        try (Store store = open()) {
            AtomicInteger cuts = new AtomicInteger();
            AtomicReference<Watch> watch = new AtomicReference<>();
            watch.set(store.watch(WatchRequest.of(ALL), () -> {
                try (WatchBatch batch = watch.get().poll()) {
                    cuts.addAndGet(checkSurvives(batch));
                }
            }));
            told(watch.get());
            for (int i = 0; i < 60; i++) {
                store.put(Key.of("key" + i % 7), new byte[i * 50]);
            }
            assertThat(cuts.get()).isEqualTo(60);
            watch.get().close();
        }
    }

    /// @return how many events there were
    private int checkSurvives(WatchBatch batch) {
        try (Store left = Store.open(
                        new StorePorts(
                                disk.crash(CrashChoice.dropAll()), new SimClock(2000), new SimRandomness(1), false),
                        OPTIONS);
                Watch again = left.watch(WatchRequest.of(ALL).from(batch.revision()))) {
            assertThat(left.revision()).isGreaterThanOrEqualTo(batch.revision());
            try (WatchBatch same = again.poll()) {
                assertThat(same.events().stream().map(Told::event).toList())
                        .containsExactlyElementsOf(
                                batch.events().stream().map(Told::event).toList());
            }
        }
        return batch.events().size();
    }

    @Test
    void randomHistory_isToldLikeTheModel() {
        AtomicReference<ModelledWatches.Tally> all = new AtomicReference<>(new ModelledWatches.Tally(0, 0, 0, 0));
        Seeds.of(StoreWatchTest.class).run(HISTORIES, seed -> {
            ModelledWatches.Tally tally = run(seed, options(seed));
            all.accumulateAndGet(tally, ModelledWatches.Tally::plus);
        });
        ModelledWatches.Tally tally = all.get();
        System.out.printf(
                "watches: %,d events in %,d batches, %,d overtaken by the horizon, %,d resumed after a restart%n",
                tally.events(), tally.batches(), tally.overtaken(), tally.resumed());
        assertThat(tally.events()).isPositive();
    }

    static StoreOptions options(long seed) {
        return switch (Math.floorMod(seed, 5)) {
            case 0 -> OPTIONS.toBuilder().memtableRowsMax(3).build();
            case 1 -> OPTIONS.toBuilder().mergeFanIn(6).tableBytesMax(4096).build();
            case 2 -> OPTIONS.toBuilder().retention(new Retention.Versions(2)).build();
            default -> OPTIONS;
        };
    }

    static ModelledWatches.Tally run(long seed, StoreOptions options) {
        try (ModelledStore store = new ModelledStore(seed, options, 12, 100, false)) {
            for (int step = 0; step < STEPS; step++) {
                try {
                    store.watchedStep();
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("step " + step + " of " + options + ": " + e, e);
                }
            }
            store.watches().drain();
            return store.watches().tally();
        }
    }
}
