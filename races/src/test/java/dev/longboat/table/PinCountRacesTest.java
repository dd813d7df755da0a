package dev.longboat.table;

import dev.longboat.races.Interleavings;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/// A [PinCount] guards a thing that is read and closed at once: who has a pin finds it open, and it
/// is let go of once, by the last (T8).
public final class PinCountRacesTest {
    private final PinCount pins = new PinCount();
    private volatile boolean closed;
    private volatile boolean gone;
    private volatile boolean goneTwice;

    @Operation
    public String read() {
        if (!pins.pin()) {
            return "refused";
        }
        String answer = gone ? "read what is gone" : "read";
        if (pins.release()) {
            letGo();
        }
        return answer;
    }

    @Operation(nonParallelGroup = "closing")
    public void close() {
        if (!closed) {
            closed = true;
            if (pins.close()) {
                letGo();
            }
        }
    }

    private void letGo() {
        goneTwice |= gone;
        gone = true;
    }

    @Validate
    public void letGoOnce() {
        if (closed != gone || goneTwice) {
            throw new IllegalStateException("closed " + closed + ", gone " + gone + ", twice " + goneTwice);
        }
    }

    @Test
    void anyInterleaving_readsOnlyWhatIsOpen() {
        new Interleavings(3, 2, 0).check(PinCountRacesTest.class);
    }
}
