package dev.longboat.bench;

import dev.longboat.engine.Key;
import dev.longboat.engine.KeyRange;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Order;
import dev.longboat.engine.RangeCursor;
import dev.longboat.engine.Retention;
import dev.longboat.engine.Snapshot;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreException;
import dev.longboat.engine.StoreOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Rounds of interrupts. A Java channel that an interrupted thread uses is closed for everybody, so
/// one careless read would end the store, and one careless sync would leave nobody knowing what is
/// on the disk. No call may fail, nothing may be missing, and the next opening finds everything.
/// Confined to the main thread, but for the threads that it interrupts.
///
/// An interrupt strikes a thread that has none pending, so each is met by a call or just before
/// one. One round in four also opens and closes the store on an interrupted thread.
final class Interrupts {
    private static final int INTERRUPTS_PER_ROUND = 1_000;
    private static final int PAUSE_NANOS_MAX = 400_000;
    private static final int KEYS = 200;
    private static final int BYTES_MAX = 20_000;
    private static final int ACTS = 64;
    private static final int ROUNDS_PER_INTERRUPTED_OPENING = 4;

    private final Ground ground;
    private final Plan plan;
    private final Random random;
    private final Findings findings;
    private final Tally tally;
    private final List<Book> books;

    Interrupts(String subject, Ground ground, Plan plan) {
        this.ground = ground;
        this.plan = plan;
        this.random = new Random(plan.seed);
        this.findings = new Findings(subject);
        this.tally = findings.tally();
        this.books = IntStream.range(0, plan.clients)
                .mapToObj(i -> new Book("thread-" + i + "/", BYTES_MAX, tally))
                .toList();
    }

    /// Makes all rounds, or ends with the first that finds a violation.
    Findings run() throws IOException, InterruptedException {
        ground.renew();
        findings.store();
        while (findings.rounds() < plan.rounds && findings.isClean()) {
            findings.round();
            try {
                round(findings.rounds() % ROUNDS_PER_INTERRUPTED_OPENING == 0);
            } catch (StoreException e) {
                tally.compared(false, () -> "a call failed: " + e);
            }
            System.err.printf(
                    Locale.ROOT,
                    "%d/%d: %,d writes, %,d answers compared%n",
                    findings.rounds(),
                    plan.rounds,
                    tally.writes(),
                    tally.comparisons());
        }
        if (!findings.isClean()) {
            ground.keep();
            System.err.println("The store stays in " + ground.data());
        }
        return findings;
    }

    private void round(boolean interruptedOpening) throws InterruptedException {
        if (interruptedOpening) {
            Thread.currentThread().interrupt();
        }
        try (Store store = Store.open(ground.data(), options())) {
            noteInterrupt(interruptedOpening);
            books.forEach(book -> checkAll(store, book));
            strike(store);
            tally.compared(
                    !store.failure().isDone(),
                    () -> "the store failed: " + store.failure().join());
            books.forEach(book -> checkAll(store, book));
            if (interruptedOpening) {
                Thread.currentThread().interrupt();
            }
        }
        noteInterrupt(interruptedOpening);
    }

    /// A call that was interrupted leaves its thread so.
    private void noteInterrupt(boolean expected) {
        if (expected) {
            findings.count("interrupts of an opening or a close", 1);
            tally.compared(Thread.interrupted(), () -> "an interrupt was swallowed");
        }
    }

    private void strike(Store store) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (Book book : books) {
            Random own = new Random(random.nextLong());
            threads.add(Thread.ofPlatform().start(() -> work(store, book, own, over)));
        }
        int interrupts = 0;
        while (interrupts < INTERRUPTS_PER_ROUND && findings.isClean()) {
            LockSupport.parkNanos(random.nextInt(PAUSE_NANOS_MAX));
            Thread struck = threads.get(random.nextInt(threads.size()));
            if (!struck.isInterrupted()) { // An interrupt on top of another is none.
                struck.interrupt();
                interrupts++;
            }
        }
        findings.count("interrupts", interrupts);
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void work(Store store, Book book, Random random, AtomicBoolean over) {
        try {
            while (!over.get()) {
                act(store, book, random);
                var _ = Thread.interrupted();
            }
        } catch (RuntimeException | Error e) {
            tally.compared(false, () -> "a call failed: " + e);
        }
    }

    private void act(Store store, Book book, Random random) {
        String key = book.key(random.nextInt(KEYS));
        switch (random.nextInt(ACTS)) {
            case 0, 1 -> {
                Book.Entry entry = book.next(key);
                store.put(Key.of(key), book.value(entry));
                book.written(entry);
            }
            case 2 -> {
                store.delete(Key.of(key));
                book.deleted(key);
            }
            case 3 -> checkRange(store, book);
            default -> check(store, book, key);
        }
    }

    private static void checkAll(Store store, Book book) {
        IntStream.range(0, KEYS).forEach(i -> check(store, book, book.key(i)));
        checkRange(store, book);
    }

    private static void check(Store store, Book book, String key) {
        book.found(key, store.get(Key.of(key)).map(pair -> pair.value().toBytes()));
    }

    private static void checkRange(Store store, Book book) {
        List<String> keys = new ArrayList<>();
        try (Snapshot snapshot = store.snapshot();
                RangeCursor pairs =
                        snapshot.range(KeyRange.prefix(Key.of(book.prefix()).toBytes()), Order.ASCENDING)) {
            while (pairs.next()) {
                KeyValue pair = pairs.current();
                keys.add(pair.key().toText());
            }
        }
        book.found(keys);
    }

    /// Nothing is cached with so little memory: every read goes to a file, and flushes, merges and
    /// moves of values never end.
    private static StoreOptions options() {
        return StoreOptions.builder()
                .memoryBytes(2 << 20)
                .segmentBytes(16 << 20)
                .retention(new Retention.Versions(1))
                .build();
    }
}
