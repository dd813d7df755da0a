package dev.longboat.table;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A thing behind a [PinCount] is read while it is closed: who has a pin finds it open, and it is
/// let go of once, by the last (T8).
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "refused: it is closed")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "read")
@Outcome(expect = Expect.FORBIDDEN, desc = "read what is gone, or let go of never or twice")
@State
public class PinCountStress {
    private final PinCount pins = new PinCount();
    private final AtomicInteger letGo = new AtomicInteger();

    /// Written and read without order of its own: the pins have to give it.
    private boolean gone;

    @Actor
    public void reader(II_Result read) {
        if (pins.pin()) {
            read.r1 = gone ? -1 : 1;
            if (pins.release()) {
                letGo();
            }
        }
    }

    @Actor
    public void closing() {
        if (pins.close()) {
            letGo();
        }
    }

    private void letGo() {
        gone = true;
        letGo.incrementAndGet();
    }

    @Arbiter
    public void afterwards(II_Result read) {
        read.r2 = letGo.get();
    }
}
