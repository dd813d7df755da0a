package dev.longboat.grpc;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/// Two threads take from a [ByteBudget] with room for one of them: one is refused, and what is held
/// is what was taken.
@JCStressTest
@Outcome(id = "true, false, 8", expect = Expect.ACCEPTABLE, desc = "the first took it")
@Outcome(id = "false, true, 8", expect = Expect.ACCEPTABLE, desc = "the second took it")
@Outcome(expect = Expect.FORBIDDEN, desc = "more than there is was taken, or nobody could")
@State
public class ByteBudgetStress {
    private final ByteBudget budget = new ByteBudget("bytes", 8);

    public ByteBudgetStress() {
        budget.tryAcquire(5);
    }

    @Actor
    public void one(ZZJ_Result taken) {
        taken.r1 = budget.tryAcquire(3);
    }

    @Actor
    public void other(ZZJ_Result taken) {
        taken.r2 = budget.tryAcquire(3);
    }

    @Arbiter
    public void afterwards(ZZJ_Result taken) {
        taken.r3 = budget.bytesHeld();
    }
}
