package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.Disk;
import dev.longboat.testkit.ProcessDisk;
import dev.longboat.testkit.Samples;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimRandomness;
import dev.longboat.testkit.SimulatedCrash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// A few dozen steps drawn by a seed: transactions of every kind, values of several extents,
/// uploads that are finished and others that are not, and so many rows that memtables are flushed,
/// tables merged, segments and manifests rolled; restarts in good order and kills. Every other
/// start compresses values. Confined to the test's thread.
///
/// It goes on where a process would: after a full disk with the same store, after a failure with a
/// new one. So it can be run under any [StoreBug] and any planned fault, and holds every answer
/// against [StorePromises].
final class StoreWorkload {
    static final StoreOptions OPTIONS = StoreOptions.builder()
            .memoryBytes(8L << 20)
            .segmentBytes(64 << 10)
            .frameBytesMax(16 << 10)
            .zeroAheadBytes(8 << 10)
            .inlineValueBytesMax(32)
            .extentBytes(4096)
            .memtableRowsMax(6)
            .replayBytesMax(24 << 10)
            .mergeFanIn(2)
            .blockBytes(256)
            .tableBytesMax(4096)
            .ballastBytes(8 << 10)
            .build();

    static final StoreOptions COMPRESSING = compressing(OPTIONS);

    private static final int KEYS = 8;
    private static final int VALUE_BYTES_MAX = 14_000;

    private final Disk disk;
    private final StorePromises promises;
    private final RandomHistory history;
    private final Samples samples;
    private final SimClock clock = new SimClock(ModelledStore.EPOCH_MILLIS);
    private Optional<Running> running = Optional.empty();
    private long openings;
    private int refusedOpenings;
    private int exhausted;
    private int failed;

    /// A store and the process it runs in.
    private record Running(ProcessDisk process, Store store) {}

    /// @param disk what the crash or the fault comes to
    StoreWorkload(Disk disk, StorePromises promises, long seed) {
        this.disk = disk;
        this.promises = promises;
        this.history = new RandomHistory(seed, promises.model(), KEYS, VALUE_BYTES_MAX);
        this.samples = history.samples();
        this.openings = seed;
    }

    /// The options with every value compressed that becomes shorter.
    static StoreOptions compressing(StoreOptions options) {
        return options.toBuilder()
                .compression(DeflaterCompression.NAME)
                .compressedValueBytesMin(12)
                .build();
    }

    static StorePorts ports(Disk disk) {
        return new StorePorts(disk, new SimClock(ModelledStore.EPOCH_MILLIS), new SimRandomness(7), false);
    }

    /// Openings that failed.
    int refusedOpenings() {
        return refusedOpenings;
    }

    /// Calls that were told that there is no room.
    int exhausted() {
        return exhausted;
    }

    /// Stores that said that they have failed.
    int failed() {
        return failed;
    }

    /// Does `steps` steps.
    void run(int steps) throws IOException {
        for (int step = 0; step < steps; step++) {
            if (running.isPresent()) {
                step(running.get().store());
            } else {
                open();
            }
        }
    }

    /// So much time passes that whatever waits to be tried again is.
    void passTime() {
        clock.advance(Duration.ofMinutes(1));
    }

    /// Ends in good order; what still fails is let go.
    void close() throws IOException {
        if (running.isPresent()) {
            try {
                running.get().store().close();
            } catch (StoreException _) {
                // Told to whoever closes; what was promised is looked at by the next start.
            }
            kill();
        }
    }

    private void step(Store store) throws IOException {
        switch (samples.below(24)) {
            case 0 -> close();
            case 1 -> kill();
            case 2 -> clock.stepWall(Duration.ofMillis(samples.below(60) - 30L));
            case 3 -> upload(store, false);
            case 4, 5 -> upload(store, true);
            case 6, 7, 8 -> commit(history.transaction());
            case 9 -> read(store);
            case 10 -> trimTo(store);
            default -> commit(history.shortTransaction());
        }
    }

    private void open() throws IOException {
        ProcessDisk process = new ProcessDisk(disk);
        try {
            StoreOptions options = openings++ % 2 == 0 ? OPTIONS : COMPRESSING;
            Store store = Store.open(new StorePorts(process, clock, new SimRandomness(7), false), options);
            running = Optional.of(new Running(process, store));
            long shown = promises.verify(store, samples.below(1000));
            promises.settle(shown, store.oldestRevision());
        } catch (ResourceExhaustedException | StoreFailedException | CorruptionException e) {
            refusedOpenings++;
            kill();
            process.kill();
        }
    }

    private void commit(Transaction transaction) throws IOException {
        StoreModel.Outcome expected = promises.model().commit(transaction, clock.wallMillis());
        attempt(expected, () -> running.orElseThrow().store().commit(transaction));
    }

    private void trimTo(Store store) throws IOException {
        StoreModel model = promises.model();
        long ahead = model.revision() - model.horizon();
        if (ahead < 2) {
            return;
        }
        promises.trimming(model.horizon() + 1 + samples.below((int) ahead));
        try {
            store.trimTo(promises.pendingHorizon());
            promises.trimmed();
        } catch (ResourceExhaustedException e) {
            exhausted++;
            promises.notTrimmed();
        } catch (StoreFailedException e) {
            failed(store);
        }
        if (store.failure().isDone()) {
            failed(store);
        }
    }

    private void upload(Store store, boolean finished) throws IOException {
        Upload upload = store.upload();
        byte[] value = samples.bytes(1 + samples.below(VALUE_BYTES_MAX));
        Key key = history.key();
        try {
            for (int at = 0; at < value.length; at += 5000) {
                CompletableFuture<Void> _ =
                        upload.append(ByteBuffer.wrap(value, at, Math.min(5000, value.length - at)));
            }
            if (!finished) {
                return;
            }
            Transaction known = Transaction.of(new Operation.Put(key, NewValue.of(value)));
            StoreModel.Outcome expected = promises.model().commit(known, clock.wallMillis());
            attempt(expected, () -> {
                NewValue uploaded = Store.join(upload.finish());
                return store.commit(Transaction.of(new Operation.Put(key, uploaded)));
            });
        } finally {
            upload.close();
        }
    }

    /// Commits, and takes in what is said of the outcome.
    private void attempt(StoreModel.Outcome expected, Supplier<Commit> committing) throws IOException {
        Store store = running.orElseThrow().store();
        try {
            String told = Told.commit(committing.get());
            assertThat(told).isEqualTo(expected.told());
            promises.acknowledge();
        } catch (InvalidRequestException e) {
            assertThat(expected.refusal())
                    .describedAs("%s, expected %s", e, expected.told())
                    .contains(e.reason());
        } catch (ResourceExhaustedException | CorruptionException e) {
            exhausted += e instanceof ResourceExhaustedException ? 1 : 0;
            // Of a read that failed: of what the transaction looks at, or of what it answers.
            if (store.revision() < promises.model().revision()) {
                promises.fail();
            } else {
                promises.acknowledge();
            }
        } catch (StoreFailedException e) {
            failed(store);
        }
        if (store.failure().isDone()) {
            failed(store);
        }
    }

    /// The store says so forever (E6), and can be read; a new process opens it.
    private void failed(Store store) throws IOException {
        if (running.isEmpty()) {
            return;
        }
        failed++;
        assertThat(store.failure()).isDone();
        assertThatThrownBy(() -> store.put(Key.of("later"), new byte[1])).isInstanceOf(StoreFailedException.class);
        read(store);
        kill();
    }

    /// Reads what was acknowledged, unless the disk cannot.
    private void read(Store store) {
        try {
            Key key = history.key();
            assertThat(store.get(key).map(Told::version))
                    .isEqualTo(promises.model()
                            .find(key, store.revision(), View.NEWEST)
                            .map(Told::version));
        } catch (CorruptionException e) {
            assertThat(e).hasMessageContaining("read failed");
        } catch (ResourceExhaustedException e) {
            assertThat(e.reason()).isEqualTo(ResourceExhaustedException.Reason.TOO_MANY_FILES);
        }
    }

    private void kill() throws IOException {
        if (running.isEmpty()) {
            return;
        }
        Running killed = running.get();
        running = Optional.empty();
        killed.process().kill();
        try {
            killed.store().close();
        } catch (SimulatedCrash | StoreException _) {
            // Only its memory is given back.
        }
    }
}
