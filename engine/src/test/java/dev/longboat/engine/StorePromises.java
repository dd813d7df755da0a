package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a store has promised, whatever happens to its process and its disk: changes that were
/// acknowledged are there, those that failed are not, and those of which nobody heard are there
/// whole or not at all. Confined to the test's thread.
final class StorePromises {
    private final StoreModel model = new StoreModel();
    private long acknowledged = model.revision();

    /// A horizon of which it is not known whether it was set; 0 for none.
    private long pendingHorizon;

    /// What a scan must show, kept until the model changes: a cut at each of many calls asks for
    /// the same.
    private final Map<Asked, List<String>> expected = new HashMap<>();

    private final Map<Long, Long> expectedKeys = new HashMap<>();
    private final Map<Long, List<String>> expectedLeases = new HashMap<>();
    private long expectedOf = -1;

    /// A scan of everything at a view, in a store that stands at a revision and has a horizon.
    private record Asked(long revision, View view, long horizon) {}

    /// What was acknowledged, and behind it at most one change of unknown outcome.
    StoreModel model() {
        return model;
    }

    /// A revision is about to become the oldest readable one.
    void trimming(long revision) {
        pendingHorizon = revision;
    }

    long pendingHorizon() {
        return pendingHorizon;
    }

    /// It has.
    void trimmed() {
        model.trimTo(pendingHorizon);
        pendingHorizon = 0;
    }

    /// It has not, for certain.
    void notTrimmed() {
        pendingHorizon = 0;
    }

    /// Every change so far is acknowledged.
    void acknowledge() {
        acknowledged = model.revision();
    }

    /// The change of unknown outcome failed for certain.
    void fail() {
        model.forgetAfter(acknowledged);
    }

    /// A restart showed which changes there are: they stay, and no others come back.
    void settle(long revision) {
        model.forgetAfter(revision);
        acknowledged = revision;
    }

    /// As [#settle(long)], with the horizon that there is.
    void settle(long revision, long horizon) {
        settle(revision);
        model.trimTo(horizon);
        pendingHorizon = 0;
    }

    /// Holds a store that was just opened, and what can be read in it, against the promises.
    ///
    /// @param drawn chooses an older revision to look at
    /// @return the revision that it stands at
    long verify(Store store, long drawn) {
        long revision = store.revision();
        assertThat(revision)
                .describedAs("the store's revision, of %d to %d", acknowledged, model.revision())
                .isBetween(acknowledged, model.revision());
        long horizon = store.oldestRevision();
        assertThat(horizon).describedAs("the oldest revision").isIn(oldest(), Math.max(pendingHorizon, oldest()));
        forgetWhatChanged();
        assertThat(store.statistics().keys())
                .describedAs("keys")
                .isEqualTo(expectedKeys.computeIfAbsent(revision, model::count));
        check(store, revision, View.NEWEST, horizon);
        assertThat(Told.leases(store))
                .describedAs("leases at revision %d", revision)
                .isEqualTo(expectedLeases.computeIfAbsent(revision, at -> Told.leases(model, at)));
        if (revision > horizon) {
            check(store, revision, View.at(horizon + Math.floorMod(drawn, revision - horizon + 1)), horizon);
        }
        return revision;
    }

    /// The oldest revision that can be read, as far as is known.
    private long oldest() {
        return Math.max(1, model.horizon());
    }

    private void forgetWhatChanged() {
        if (expectedOf != model.changes()) {
            expectedOf = model.changes();
            expected.clear();
            expectedKeys.clear();
            expectedLeases.clear();
        }
    }

    private void check(Store store, long revision, View view, long horizon) {
        List<String> wanted = expected.computeIfAbsent(new Asked(revision, view, horizon), this::expectation);
        try (Snapshot snapshot = store.snapshot(view)) {
            List<String> found = Told.rest(snapshot.range(KeyRange.all(), Order.ASCENDING), Long.MAX_VALUE);
            if (!found.equals(wanted)) {
                assertThat(found)
                        .describedAs("everything at %s of revision %d", view, revision)
                        .isEqualTo(wanted);
            }
        }
    }

    private List<String> expectation(Asked asked) {
        return model.range(KeyRange.all(), asked.revision(), asked.view(), asked.horizon()).stream()
                .map(Told::version)
                .toList();
    }
}
