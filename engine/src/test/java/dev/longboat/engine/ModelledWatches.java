package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longboat.testkit.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Watches of a store that has a model: some quick, some slow, each held to what the model says of
/// the revisions since the last batch. So what is told is in order, whole, without a gap and
/// without a repetition (E12). Confined to the test's thread.
final class ModelledWatches {
    private static final int WATCHES_MAX = 16;

    private final StoreModel model;
    private final RandomHistory history;
    private final Samples samples;
    private final List<Watched> watches = new ArrayList<>();
    private long events;
    private long batches;
    private long overtaken;
    private long resumed;

    ModelledWatches(StoreModel model, RandomHistory history) {
        this.model = model;
        this.history = history;
        this.samples = history.samples();
    }

    /// How many events there were, in how many batches; how many watches the horizon overtook, and
    /// how many went on after a restart.
    record Tally(long events, long batches, long overtaken, long resumed) {
        Tally plus(Tally other) {
            return new Tally(
                    events + other.events,
                    batches + other.batches,
                    overtaken + other.overtaken,
                    resumed + other.resumed);
        }
    }

    Tally tally() {
        return new Tally(events, batches, overtaken, resumed);
    }

    /// One watch, and how far it has been told.
    private final class Watched {
        private final WatchRequest request;
        private final int oneIn;
        private final AtomicBoolean signalled = new AtomicBoolean(true);
        private Watch watch;
        private long next;

        Watched(Store store, WatchRequest request, int oneIn) {
            this.request = request;
            this.oneIn = oneIn;
            this.next = request.from() == 0 ? model.revision() + 1 : request.from();
            this.watch = store.watch(request, () -> signalled.set(true));
        }

        void resume(Store store) {
            watch.close();
            signalled.set(true);
            watch = store.watch(request.from(next), () -> signalled.set(true));
            resumed++;
        }

        /// @return whether it can go on
        boolean poll() {
            boolean wasSignalled = signalled.getAndSet(false);
            WatchBatch[] told = new WatchBatch[1];
            RevisionException refusal = catchThrowableOfType(RevisionException.class, () -> told[0] = watch.poll());
            boolean missed = model.isChanged(request.keys(), next, model.horizon() - 1);
            if (refusal != null) {
                assertThat(next).isLessThan(model.horizon());
                assertThat(refusal.asked()).isBetween(next, model.horizon() - 1);
                assertThat(refusal.limit()).isEqualTo(model.horizon());
                overtaken++;
                watch.close();
                return false;
            }
            try (WatchBatch batch = told[0]) {
                assertThat(missed)
                        .describedAs("the horizon has passed what was untold")
                        .isFalse();
                compare(batch, wasSignalled);
            }
            return true;
        }

        private void compare(WatchBatch batch, boolean wasSignalled) {
            assertThat(batch.revision()).isBetween(Math.min(next - 1, model.revision()), model.revision());
            assertThat(batch.events().stream().map(Told::event).toList())
                    .describedAs("%s told of %d to %d", request, next, batch.revision())
                    .isEqualTo(batch.revision() < next ? List.of() : model.watched(request, next, batch.revision()));
            if (!batch.events().isEmpty()) {
                assertThat(wasSignalled).describedAs("signalled").isTrue();
            }
            if (batch.more()) {
                signalled.set(true);
            } else {
                assertThat(batch.revision()).describedAs("all is told").isEqualTo(model.revision());
            }
            next = Math.max(next, batch.revision() + 1);
            events += batch.events().size();
            batches++;
        }
    }

    /// Opens a watch, or lets those tell whose turn it is.
    void step(Store store) {
        if (watches.size() < WATCHES_MAX && samples.oneIn(3)) {
            open(store);
        }
        watches.removeIf(each -> samples.oneIn(each.oneIn) && !each.poll());
    }

    private void open(Store store) {
        long from = samples.oneIn(3) ? 0 : 1 + samples.below((int) model.revision() + 2);
        KeyRange keys = samples.oneIn(3) ? KeyRange.only(history.key()) : history.range();
        WatchRequest request = new WatchRequest(keys, from, samples.oneIn(2), !samples.oneIn(8), !samples.oneIn(8));
        int oneIn = List.of(1, 2, 10, 60).get(samples.below(4));
        RevisionException refusal =
                catchThrowableOfType(RevisionException.class, () -> watches.add(new Watched(store, request, oneIn)));
        assertThat(refusal != null).isEqualTo(from > 0 && from < model.horizon());
    }

    /// Each goes on in a store that was opened anew.
    void resume(Store store) {
        watches.removeIf(each -> catchThrowableOfType(RevisionException.class, () -> each.resume(store)) != null);
    }

    /// Lets everybody tell all that is left.
    void drain() {
        for (long polls = 0; !watches.isEmpty(); polls++) {
            watches.removeIf(each -> !each.poll() || (each.next > model.revision() && close(each)));
            assertThat(polls).describedAs("polls to the end").isLessThan(1_000_000);
        }
    }

    private static boolean close(Watched each) {
        each.watch.close();
        return true;
    }

    /// Ends all, whatever is untold.
    void close() {
        watches.forEach(ModelledWatches::close);
        watches.clear();
    }
}
