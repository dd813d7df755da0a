package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.Clock;
import dev.longboat.testkit.CallKind;
import dev.longboat.testkit.Fault;
import dev.longboat.testkit.FaultEffect;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Proposals that wait together: the journal's thread is held in a write until they do, so which of
/// them share a step is known. Each is done once, and refused only if it was not done.
@Timeout(60)
final class StoreBatchTest {
    private static final String SEGMENTS = "journal/";
    private static final Key KEY = Key.of("key");

    private final SimDisk disk = new SimDisk();

    /// A mark is asked for behind a delete, and finds no room: the delete has been carried out, and
    /// neither a ballast that makes room for the mark nor its refusal has it done once more.
    @ParameterizedTest
    @ValueSource(longs = {0, 64 << 10})
    void markThatFindsNoRoom_changesNoOtherAnswer(long ballastBytes) throws Exception {
        try (Store store = open(ballastBytes)) {
            store.put(KEY, new byte[] {1});
            CountDownLatch queued = new CountDownLatch(1);
            CompletableFuture<KeyVersion> first = putHeld(store, queued);
            CompletableFuture<Boolean> deleted = store.deleteAsync(KEY);
            CompletableFuture<Void> covered = new CompletableFuture<>();
            disk.plan(Fault.nth(CallKind.WRITE, 2, new FaultEffect.NoSpace()).under(SEGMENTS));
            store.parts.replicator().propose(new Proposal.Cover(covered));
            queued.countDown();

            first.get();
            assertThat(deleted.get()).isTrue();
            if (ballastBytes > 0) {
                covered.get();
            } else {
                assertThatThrownBy(covered::get).hasCauseInstanceOf(ResourceExhaustedException.class);
            }
            assertThat(store.revision()).isEqualTo(4);
            assertThat(store.failure()).isNotDone();
        }
    }

    /// What meets in one step is evaluated in order: the second of two deletes finds nothing.
    @Test
    void deletesOfOneKeyInOneBatch_findItOnce() throws Exception {
        try (Store store = open(0)) {
            store.put(KEY, new byte[] {1});
            long batches = store.parts.journal().statistics().batches();
            CountDownLatch queued = new CountDownLatch(1);
            CompletableFuture<KeyVersion> first = putHeld(store, queued);
            CompletableFuture<Boolean> once = store.deleteAsync(KEY);
            CompletableFuture<Boolean> again = store.deleteAsync(KEY);
            queued.countDown();

            first.get();
            assertThat(once.get()).isTrue();
            assertThat(again.get()).isFalse();
            assertThat(store.parts.journal().statistics().batches()).isEqualTo(batches + 2);
        }
    }

    /// Returns when the journal's thread is about to write it, and waits.
    private CompletableFuture<KeyVersion> putHeld(Store store, CountDownLatch until) throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        disk.plan(Fault.nth(CallKind.WRITE, 1, new FaultEffect.Delay(() -> hold(writing, until)))
                .under(SEGMENTS));
        CompletableFuture<KeyVersion> put = store.putAsync(Key.of("held"), new byte[] {1});
        assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();
        return put;
    }

    private static void hold(CountDownLatch writing, CountDownLatch until) {
        writing.countDown();
        try {
            assertThat(until.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Store open(long ballastBytes) {
        StoreOptions options = StoreOptions.tiny().toBuilder()
                .segmentBytes(1 << 20)
                .ballastBytes(ballastBytes)
                .build();
        return Store.open(new StorePorts(disk, Clock.system(), new SimRandomness(7), true), options);
    }
}
