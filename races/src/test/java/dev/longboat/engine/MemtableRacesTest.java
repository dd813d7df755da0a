package dev.longboat.engine;

import dev.longboat.races.Interleavings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/// One thread adds rows to a [Memtable] and then publishes their revision; others read the revision
/// and then the rows at it. They see all rows of a revision or none.
///
/// The order of adding and publishing is this test's, as [AppliedState#apply] has it.
public final class MemtableRacesTest {
    private static final byte[] LEFT = "left".getBytes(StandardCharsets.UTF_8);
    private static final byte[] RIGHT = "right".getBytes(StandardCharsets.UTF_8);

    private final Memtable memtable = new Memtable(new SegmentPins().pin());
    private volatile long revision;

    @Operation(nonParallelGroup = "journal")
    public void putLeft() {
        long next = revision + 1;
        memtable.add(LEFT, put(next));
        revision = next;
    }

    @Operation(nonParallelGroup = "journal")
    public void putBoth() {
        long next = revision + 1;
        memtable.add(LEFT, put(next));
        memtable.add(RIGHT, put(next));
        revision = next;
    }

    /// The revisions of both keys' newest changes; 0 for none.
    @Operation
    public List<Long> read() {
        long view = revision;
        return List.of(find(LEFT, view), find(RIGHT, view));
    }

    /// How many rows are at or below the newest revision, met by a cursor.
    @Operation
    public long walk() {
        long view = revision;
        long met = 0;
        MemtableCursor cursor = memtable.cursor();
        for (cursor.seekFirst(); cursor.valid(); cursor.next()) {
            met += cursor.revision() <= view ? 1 : 0;
        }
        return met;
    }

    private long find(byte[] key, long view) {
        Optional<Change> found = memtable.find(key, view);
        return found.map(change -> change.at().revision()).orElse(0L);
    }

    private static Change put(long revision) {
        Moment at = new Moment(revision, 0, revision, revision, revision - 1, 0);
        return new Change.Put(at, 1, revision, 0, new Stored.Inline(new byte[] {1}));
    }

    @Test
    void anyInterleaving_showsWholeRevisions() {
        new Interleavings(2, 2, 1).check(MemtableRacesTest.class);
    }
}
