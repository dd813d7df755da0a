package dev.longboat.engine;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A [ChangeFeed] is told of a revision while a watch asks what is new: the watch reads it, or
/// knows that there may be more, or is signalled.
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "read, and signalled too")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "read, or known to be unread")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "signalled")
@Outcome(expect = Expect.FORBIDDEN, desc = "the watch would wait for ever")
@State
public class ChangeFeedStress {
    private static final Key KEY = Key.of("a");
    private static final List<List<byte[]>> CHANGED = List.of(List.of(StoredKeys.of(KEY)));

    private final ChangeFeed feed = new ChangeFeed(1 << 20, 1);
    private final Follower follower = new Follower(KeyRange.only(KEY), Follower.NOTHING, () -> signalled = true);
    private volatile long revision;
    private volatile boolean signalled;

    public ChangeFeedStress() {
        feed.register(follower);
    }

    @Actor
    public void journal() {
        feed.add(CHANGED);
        revision = 1;
        feed.wake();
    }

    @Actor
    public void watch(ZZ_Result told) {
        signalled = false;
        long view = revision;
        boolean mayBeMore = feed.read(follower, view + 1);
        told.r1 = view == 1 || mayBeMore;
    }

    @Arbiter
    public void afterwards(ZZ_Result told) {
        told.r2 = signalled;
    }
}
