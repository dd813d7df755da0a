package dev.longboat.engine;

import dev.longboat.journal.Pointer;
import java.util.List;
import java.util.Optional;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// A segment is pinned by a reader while a merge retires it and takes its file: who has a pin finds
/// the file there (E4).
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "refused: it is leaving")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "read")
@Outcome(expect = Expect.FORBIDDEN, desc = "read what is gone")
@State
public class SegmentPinsStress {
    private static final int SEGMENT = 1;
    private static final List<Piece> PIECES = List.of(Piece.of(new Pointer(SEGMENT, 1, 4096, 10, 0)));

    private final SegmentPins pins = new SegmentPins();

    /// Written and read without order of its own: the pins have to give it.
    private boolean gone;

    @Actor
    public void reader(I_Result read) {
        Optional<SegmentPins.Range> range = pins.tryPin(PIECES);
        if (range.isPresent()) {
            read.r1 = gone ? -1 : 1;
            range.get().close();
        }
    }

    @Actor
    public void merging() {
        pins.unchain(pins.retire(List.of(SEGMENT)));
        if (!pins.takeUnread().isEmpty()) {
            gone = true;
        }
    }
}
