package dev.longboat.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JI_Result;

/// Two rows are added to a [Memtable] and their revision is published: who reads the revision first
/// finds both, whatever compiler and processor reorder.
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "read before they were published")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "read after it")
@Outcome(expect = Expect.FORBIDDEN, desc = "a part of a revision was read")
@State
public class MemtableStress {
    private static final byte[] LEFT = "left".getBytes(StandardCharsets.UTF_8);
    private static final byte[] RIGHT = "right".getBytes(StandardCharsets.UTF_8);
    private static final Change PUT =
            new Change.Put(new Moment(1, 0, 1, 1, 0, 0), 1, 1, 0, new Stored.Inline(new byte[] {1}));
    private static final byte[] PAYLOAD = RowCodec.encode(PUT);

    private final Memtable memtable = new Memtable(new SegmentPins().pin());
    private volatile long revision;

    @Actor
    public void journal() {
        memtable.add(LEFT, PUT);
        memtable.add(RIGHT, PUT);
        revision = 1;
    }

    @Actor
    public void reader(JI_Result read) {
        long view = revision;
        read.r1 = view;
        read.r2 = found(LEFT, view) + found(RIGHT, view);
    }

    private int found(byte[] key, long view) {
        return memtable.find(key, view)
                .map(change -> Arrays.equals(RowCodec.encode(change), PAYLOAD) ? 1 : -1)
                .orElse(0);
    }
}
