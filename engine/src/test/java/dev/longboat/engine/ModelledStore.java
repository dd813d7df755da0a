package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.Samples;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import dev.longboat.testkit.SimulatedCrash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.CRC32C;

/// A store and its model side by side: what is done to one is done to the other, and every answer
/// is held against the model's. Confined to the test's thread.
final class ModelledStore implements AutoCloseable {
    static final long EPOCH_MILLIS = 1_000_000;

    private final StoreModel model;
    private final SimClock clock = new SimClock(EPOCH_MILLIS);
    private final RandomHistory history;
    private final Samples samples;
    private final StoreOptions options;
    private final boolean threads;
    private final List<Held> held = new ArrayList<>();
    private final ModelledWatches watches;
    private final CRC32C answers = new CRC32C();
    private SimDisk disk = new SimDisk();
    private Store store;

    /// A snapshot that is kept, and what it must see.
    private record Held(Snapshot snapshot, long began, View view, long horizon) {}

    /// @param threads whether the store works on threads of its own; then transactions come in
    ///     bursts, of which many are in flight at once
    ModelledStore(long seed, StoreOptions options, int keyCount, int valueBytesMax, boolean threads) {
        this.options = options;
        this.model = new StoreModel(options.retention());
        this.threads = threads;
        this.history = new RandomHistory(seed, model, keyCount, valueBytesMax);
        this.samples = history.samples();
        this.watches = new ModelledWatches(model, history.another(seed + 1));
        this.store = open();
    }

    private Store open() {
        return Store.open(new StorePorts(disk, clock, new SimRandomness(7), threads), options);
    }

    /// Does something.
    void step() {
        switch (samples.below(40)) {
            case 0 -> restart();
            case 1 -> kill();
            case 2, 3 -> clock.stepWall(Duration.ofMillis(samples.below(60) - 30L));
            case 4, 5 -> clock.advance(Duration.ofMillis(samples.below(20)));
            case 6, 7 -> hold();
            case 8 -> letGo();
            case 9 -> abandonUpload();
            case 39 -> trimTo();
            case 10, 11 -> commit(history.transaction(), true);
            case 12, 13, 14, 15, 16, 17 -> burst();
            default -> commit(history.transaction(), false);
        }
        watches.step(store);
        check();
    }

    /// Does as [#step()], and looks at nothing but what watches tell.
    void watchedStep() {
        switch (samples.below(40)) {
            case 0 -> reopen();
            case 1 -> reopenAfterKill();
            case 2 -> clock.advance(Duration.ofMillis(samples.below(20)));
            case 3, 4 -> trimTo();
            default -> burst();
        }
        watches.step(store);
    }

    ModelledWatches watches() {
        return watches;
    }

    private void commit(Transaction transaction, boolean uploaded) {
        StoreModel.Outcome expected = model.commit(transaction, clock.wallMillis());
        Transaction given = uploaded ? upload(transaction) : transaction;
        compare(store.commitAsync(given), expected);
        answers.update(expected.told().getBytes(StandardCharsets.UTF_8));
    }

    /// Transactions in a row, none of which waits for the one before. Their values are short: a
    /// long one would be brought in first, and the others pass it.
    private void burst() {
        List<StoreModel.Outcome> expected = new ArrayList<>();
        List<CompletableFuture<Commit>> commits = new ArrayList<>();
        for (int left = 1 + samples.below(20); left > 0; left--) {
            Transaction transaction = history.shortTransaction();
            expected.add(model.commit(transaction, clock.wallMillis()));
            commits.add(store.commitAsync(transaction));
        }
        for (int i = 0; i < expected.size(); i++) {
            compare(commits.get(i), expected.get(i));
        }
    }

    private static void compare(CompletableFuture<Commit> commit, StoreModel.Outcome expected) {
        String found = commit.handle((done, failure) -> switch (failure) {
                    case null -> Told.commit(done);
                    case InvalidRequestException refusal -> "refused: " + refusal.reason();
                    case CompletionException wrapped
                    when wrapped.getCause() instanceof InvalidRequestException refusal ->
                        "refused: " + refusal.reason();
                    default -> throw new AssertionError(failure);
                })
                .join();
        assertThat(found)
                .isEqualTo(
                        expected.refusal().map(reason -> "refused: " + reason).orElse(expected.told()));
    }

    /// The transaction with its values brought in before it.
    private Transaction upload(Transaction transaction) {
        return new Transaction(
                transaction.conditions(), upload(transaction.then()), upload(transaction.otherwise()), true);
    }

    private List<Operation> upload(List<Operation> operations) {
        return operations.stream()
                .map(operation -> operation instanceof Operation.Put put
                                && put.value() instanceof NewValue.Bytes value
                                && value.length() > 0
                        ? put.with(upload(value.bytes()))
                        : operation)
                .toList();
    }

    private NewValue upload(byte[] value) {
        try (Upload upload = store.upload()) {
            for (int at = 0; at < value.length; ) {
                int bytes = Math.min(value.length - at, 1 + samples.below(10_000));
                upload.append(ByteBuffer.wrap(value, at, bytes)).join();
                at += bytes;
            }
            return upload.finish().join();
        }
    }

    private void abandonUpload() {
        try (Upload upload = store.upload()) {
            upload.append(ByteBuffer.wrap(samples.bytes(1 + samples.below(9000))))
                    .join();
        }
    }

    /// Makes another revision the oldest readable one, now and then one that cannot be.
    private void trimTo() {
        long revision = model.horizon() + samples.below((int) (model.revision() - model.horizon()) + 2);
        if (revision > model.revision() || revision <= model.horizon()) {
            assertThatThrownBy(() -> store.trimTo(revision)).isInstanceOf(RevisionException.class);
        } else {
            store.trimTo(revision);
            model.trimTo(revision);
        }
        if (model.horizon() > 1) {
            assertThatThrownBy(() -> store.get(history.key(), View.at(model.horizon() - 1)))
                    .isInstanceOfSatisfying(
                            RevisionException.class,
                            e -> assertThat(e.isFuture()).isFalse());
        }
    }

    private void hold() {
        View view = history.view();
        held.add(new Held(store.snapshot(view), model.revision(), view, model.horizon()));
        if (held.size() > 4) {
            letGo();
        }
    }

    private void letGo() {
        if (!held.isEmpty()) {
            held.remove(samples.below(held.size())).snapshot().close();
        }
    }

    private void restart() {
        reopen();
        checkAll();
    }

    private void reopen() {
        letGoOfAll();
        store.close();
        disk.requireAllClosed();
        store = open();
        watches.resume(store);
    }

    private void kill() {
        reopenAfterKill();
        checkAll();
    }

    /// As after a kill of the process: nothing that was written is lost, nothing is in order.
    private void reopenAfterKill() {
        held.clear();
        SimDisk left = disk.crash(CrashChoice.keepAll());
        abandon(disk, store);
        disk = left;
        store = open();
        watches.resume(store);
    }

    /// Gives back the memory of a store whose disk is no more.
    static void abandon(SimDisk disk, Store store) {
        disk.cutPower();
        try {
            store.close();
        } catch (SimulatedCrash _) {
            // Nothing was to be written any more.
        }
    }

    // ---- Checks

    /// Asks a little.
    private void check() {
        assertThat(store.revision()).isEqualTo(model.revision());
        assertThat(store.oldestRevision()).isEqualTo(Math.max(1, model.horizon()));
        assertThat(store.statistics().keys()).isEqualTo(model.count(model.revision()));
        assertThat(Told.leases(store)).isEqualTo(Told.leases(model, model.revision()));
        Key key = history.key();
        View view = history.view();
        checkGet(key, view);
        checkTryGet(key);
        try (Snapshot snapshot = store.snapshot(view)) {
            checkRange(new Held(snapshot, model.revision(), view, model.horizon()));
        }
        checkHistory(key, view);
        if (!held.isEmpty()) {
            Held one = held.get(samples.below(held.size()));
            checkRange(one);
            Key other = history.key();
            assertThat(one.snapshot().get(other).map(Told::version))
                    .isEqualTo(model.find(other, one.began(), one.view(), one.horizon())
                            .map(Told::version));
        }
        assertThatThrownBy(() -> store.get(key, View.at(model.revision() + 1)))
                .isInstanceOfSatisfying(
                        RevisionException.class, e -> assertThat(e.isFuture()).isTrue());
    }

    private void checkGet(Key key, View view) {
        Optional<String> expected = model.find(key, model.revision(), view).map(Told::version);
        assertThat(store.get(key, view).map(Told::version))
                .describedAs("%s at %s", Told.key(key), view)
                .isEqualTo(expected);
        answers.update(expected.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void checkTryGet(Key key) {
        Optional<String> expected =
                model.find(key, model.revision(), View.NEWEST).map(Told::version);
        switch (store.tryGet(key, View.NEWEST)) {
            case Lookup.Found found -> assertThat(Told.version(found.found())).isEqualTo(expected.orElse("nothing"));
            case Lookup.Absent _ -> assertThat(expected).isEmpty();
            case Lookup.OnDisk _ -> {}
        }
    }

    /// A key's past, by pages.
    private void checkHistory(Key key, View view) {
        int limit = 1 + samples.below(3);
        List<String> told = new ArrayList<>();
        try (Snapshot snapshot = store.snapshot(view)) {
            for (long before = Long.MAX_VALUE; before > 0; ) {
                List<KeyEvent> page = snapshot.history(key, before, limit);
                page.forEach(event -> told.add(Told.event(event)));
                before = page.size() == limit ? page.getLast().revision() : 0;
            }
        }
        assertThat(told)
                .describedAs("the history of %s at %s", Told.key(key), view)
                .isEqualTo(model.history(key, model.revision(), view, model.horizon()));
    }

    private void checkRange(Held read) {
        Snapshot snapshot = read.snapshot();
        View view = read.view();
        KeyRange range = history.range();
        long limit = samples.oneIn(3) ? samples.below(5) : Long.MAX_VALUE;
        List<String> expected = model.range(range, read.began(), view, read.horizon()).stream()
                .map(Told::version)
                .toList();
        assertThat(Told.rest(snapshot.range(range, Order.ASCENDING), limit))
                .describedAs("%s at %s, begun at %d", range, view, read.began())
                .isEqualTo(expected.stream().limit(limit).toList());
        assertThat(Told.rest(snapshot.range(range, Order.DESCENDING), limit))
                .describedAs("%s at %s, begun at %d, descending", range, view, read.began())
                .isEqualTo(expected.reversed().stream().limit(limit).toList());
        assertThat(snapshot.count(range)).isEqualTo(expected.size());
    }

    /// Asks for every key, at the newest view and at every older one.
    void checkAll() {
        for (long revision = model.horizon(); revision <= model.revision(); revision++) {
            View view = View.at(revision);
            try (Snapshot snapshot = store.snapshot(view)) {
                assertThat(Told.rest(snapshot.range(KeyRange.all(), Order.ASCENDING), Long.MAX_VALUE))
                        .describedAs("everything at %s", view)
                        .isEqualTo(model.range(KeyRange.all(), model.revision(), view).stream()
                                .map(Told::version)
                                .toList());
            }
        }
        model.keys().forEach(key -> checkGet(key, View.NEWEST));
    }

    /// A number for all answers so far.
    long answers() {
        return answers.getValue();
    }

    @Override
    public void close() {
        watches.close();
        letGoOfAll();
        store.close();
        disk.requireAllClosed();
    }

    private void letGoOfAll() {
        held.forEach(each -> each.snapshot().close());
        held.clear();
    }
}
