package dev.longboat.engine;

import dev.longboat.races.Interleavings;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/// A [ChangeFeed] is told of revisions on one thread and read on another, as a [Watch] reads it:
/// every revision that changed the followed key is told once, in order, and who was told that there
/// is nothing more is signalled when there is.
public final class ChangeFeedRacesTest {
    private static final Key FOLLOWED = Key.of("a");
    private static final Key OTHER = Key.of("b");

    private final ChangeFeed feed = new ChangeFeed(1 << 20, 1);
    private final Follower follower = new Follower(KeyRange.only(FOLLOWED), Follower.NOTHING, () -> signalled = true);
    private volatile long revision;
    private volatile long newestOfFollowed;
    private volatile boolean signalled;

    /// What the watching thread knows: everything up to here has been told.
    private volatile long told;

    private volatile boolean mayBeMore;

    public ChangeFeedRacesTest() {
        feed.register(follower);
    }

    @Operation(nonParallelGroup = "journal")
    public void putFollowed() {
        newestOfFollowed = revision + 1;
        put(FOLLOWED);
    }

    @Operation(nonParallelGroup = "journal")
    public void putOther() {
        put(OTHER);
    }

    private void put(Key key) {
        long next = revision + 1;
        feed.add(List.of(List.of(StoredKeys.of(key))));
        revision = next;
        feed.wake();
    }

    /// Which of the revisions since the last call changed the followed key.
    @Operation(nonParallelGroup = "watching")
    public List<Long> next() {
        signalled = false;
        long view = revision;
        long first = feed.skipQuiet(follower, told + 1, view);
        List<Long> changed = new ArrayList<>();
        if (first <= view) {
            for (ChangedKeys keys : feed.changed(follower, first, view, 100)) {
                if (!keys.storedKeys().isEmpty()) {
                    changed.add(keys.revision());
                }
            }
        }
        told = view;
        mayBeMore = feed.read(follower, view + 1);
        return changed;
    }

    @Validate
    public void whoWaits_isSignalled() {
        if (newestOfFollowed > told && !mayBeMore && !signalled) {
            throw new IllegalStateException("told up to " + told + ", not signalled of " + newestOfFollowed);
        }
    }

    @Test
    void anyInterleaving_tellsEveryChangeOnce() {
        new Interleavings(2, 3, 0).check(ChangeFeedRacesTest.class);
    }
}
