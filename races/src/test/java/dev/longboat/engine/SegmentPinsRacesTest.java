package dev.longboat.engine;

import dev.longboat.journal.Pointer;
import dev.longboat.races.Interleavings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/// An upload pins a segment while a merge retires it and takes its file: whoever was given a pin
/// finds the file there, and every answer is what some order of the calls explains (E4).
public final class SegmentPinsRacesTest {
    private static final int SEGMENT = 1;
    private static final List<Piece> EXTENTS = List.of(Piece.of(new Pointer(SEGMENT, 1, 4096, 10, 0)));

    private final SegmentPins pins = new SegmentPins();
    private volatile boolean gone;

    /// What the reading thread has.
    private Optional<SegmentPins.Range> range = Optional.empty();

    private boolean referred;

    @Operation(nonParallelGroup = "reading")
    public boolean pin() {
        if (range.isEmpty()) {
            range = pins.tryPin(EXTENTS);
        }
        return range.isPresent();
    }

    @Operation(nonParallelGroup = "reading")
    public String read() {
        return range.isEmpty() && !referred ? "refused" : gone ? "read what is gone" : "read";
    }

    /// A table comes to refer to the segment, as it may while it is pinned.
    @Operation(nonParallelGroup = "reading")
    public void refer() {
        if (range.isPresent() && !referred) {
            pins.refer(Set.of(SEGMENT));
            referred = true;
        }
    }

    @Operation(nonParallelGroup = "reading")
    public void letGo() {
        range.ifPresent(SegmentPins.Range::close);
        range = Optional.empty();
        if (referred) {
            pins.release(Set.of(SEGMENT));
            referred = false;
        }
    }

    @Operation(nonParallelGroup = "merging")
    public List<Integer> retire() {
        List<Integer> taken = pins.retire(List.of(SEGMENT));
        pins.unchain(taken);
        return taken;
    }

    @Operation(nonParallelGroup = "merging")
    public boolean takeUnread() {
        gone |= !pins.takeUnread().isEmpty();
        return gone;
    }

    @Test
    void anyInterleaving_readsOnlyWhatIsPinned() {
        new Interleavings(2, 3, 0).check(SegmentPinsRacesTest.class);
    }
}
