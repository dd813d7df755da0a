package dev.longboat.grpc;

import dev.longboat.races.Interleavings;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/// A [ByteBudget] of eight bytes of which six are taken: what two threads take and give back is
/// what some order of their calls explains, so never more is taken than there is.
@Param(name = "bytes", gen = IntGen.class, conf = "1:3")
public final class ByteBudgetRacesTest {
    private final ByteBudget budget = new ByteBudget("bytes", 8);

    public ByteBudgetRacesTest() {
        budget.tryAcquire(6);
    }

    @Operation
    public boolean tryAcquire(@Param(name = "bytes") int bytes) {
        return budget.tryAcquire(bytes);
    }

    @Operation
    public void release() {
        budget.release(1);
    }

    @Operation
    public long bytesHeld() {
        return budget.bytesHeld();
    }

    @Test
    void anyInterleaving_isExplainedByAnOrder() {
        new Interleavings(2, 3, 0).check(ByteBudgetRacesTest.class);
    }
}
