package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/// What a store has promised, whatever happens to its process and its disk: changes that were
/// acknowledged are there, those that failed are not, and those of which nobody heard are there
/// whole or not at all. Confined to the test's thread.
final class StorePromises {
    private final StoreModel model = new StoreModel();
    private long acknowledged = model.revision();

    /// A horizon of which it is not known whether it was set; 0 for none.
    private long pendingHorizon;

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
        long horizon = store.oldestRevision() == 1 ? model.horizon() : store.oldestRevision();
        assertThat(horizon).describedAs("the horizon").isIn(model.horizon(), Math.max(pendingHorizon, model.horizon()));
        assertThat(store.statistics().keys()).describedAs("keys").isEqualTo(model.count(revision));
        check(store, revision, View.NEWEST, horizon);
        long oldest = Math.max(1, horizon);
        if (revision > oldest) {
            check(store, revision, View.at(oldest + Math.floorMod(drawn, revision - oldest + 1)), horizon);
        }
        return revision;
    }

    private void check(Store store, long revision, View view, long horizon) {
        List<String> expected = model.range(KeyRange.all(), revision, view, horizon).stream()
                .map(Told::version)
                .toList();
        try (Snapshot snapshot = store.snapshot(view)) {
            assertThat(Told.rest(snapshot.range(KeyRange.all(), Order.ASCENDING), Long.MAX_VALUE))
                    .describedAs("everything at %s of revision %d", view, revision)
                    .isEqualTo(expected);
        }
    }
}
