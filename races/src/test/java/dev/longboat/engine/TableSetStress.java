package dev.longboat.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// A [TableSet] is put in the place of another while a reader holds whichever is current, as
/// [AppliedState#hold] does: the segment of a set that is held stays pinned, and is let go of once
/// nobody holds it (E4).
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the first was read")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "the second was read")
@Outcome(id = "-1, 0", expect = Expect.FORBIDDEN, desc = "what was held had gone")
@Outcome(expect = Expect.FORBIDDEN, desc = "a segment stays pinned for ever")
@State
public class TableSetStress {
    private final SegmentPins pins = new SegmentPins();
    private final TableSet first = set(1);
    private final TableSet second = set(2);
    private volatile TableSet current = first;

    private TableSet set(int segment) {
        Memtable memtable = new Memtable(pins.pin());
        memtable.refer(segment);
        return new TableSet(memtable, List.of(), List.of());
    }

    @Actor
    public void replacing() {
        current = second;
        release(first);
    }

    @Actor
    public void reader(II_Result read) {
        TableSet held = current;
        while (!held.tryHold()) {
            held = current;
        }
        int segment = held == first ? 1 : 2;
        read.r1 = pins.isPinned(segment) ? segment : -1;
        release(held);
    }

    private static void release(TableSet set) {
        try {
            set.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Arbiter
    public void afterwards(II_Result read) {
        read.r2 = pins.isPinned(1) ? 1 : 0;
    }
}
