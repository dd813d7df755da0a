package dev.longboat.table;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// Entries of a [SlabCache] of one page are put, replaced and pushed out while they are asked for:
/// an answer is an entry as it was put, whole, or none.
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "not there, not yet or not any more")
@Outcome(
        id = {"1", "2"},
        expect = Expect.ACCEPTABLE,
        desc = "the first or the second, whole")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn, or another key's")
@State
public class SlabCacheStress {
    private static final int OWNER = 1;

    /// One for all states: the keys of the others push ours out.
    private static final SlabCache CACHE = new SlabCache(SlabPage.BYTES);

    private static final AtomicLong KEYS = new AtomicLong();

    private final long key = KEYS.incrementAndGet();

    @Actor
    public void writer() {
        put(1, 300);
        put(2, 500);
    }

    /// An entry begins with its key, and has the same byte in all the rest.
    private void put(int what, int length) {
        byte[] entry = new byte[length];
        Arrays.fill(entry, (byte) what);
        ByteBuffer.wrap(entry).putLong(0, key);
        CACHE.put(OWNER, key, ByteBuffer.wrap(entry));
    }

    @Actor
    public void reader(I_Result read) {
        read.r1 = CACHE.get(OWNER, key).map(this::what).orElse(0);
    }

    private int what(byte[] entry) {
        int what = entry[entry.length - 1];
        boolean isOurs = ByteBuffer.wrap(entry).getLong() == key && entry.length == (what == 1 ? 300 : 500);
        for (int i = Long.BYTES; i < entry.length; i++) {
            isOurs &= entry[i] == what;
        }
        return isOurs ? what : -1;
    }
}
