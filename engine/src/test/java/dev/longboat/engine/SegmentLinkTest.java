package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// A segment with a second name, as a checkpoint gives it, shares its bytes: recovery may cut the
/// tail of one that is its own alone, and of no other.
final class SegmentLinkTest {
    private static final String SEGMENT = "journal/00000001.seg";

    @Test
    void linkedSegment_isNotCut() throws IOException {
        linkedSegmentKeepsItsBytes();
    }

    @Test
    void segmentOfOneName_isCut() {
        SimDisk disk = unclean();
        long before = disk.atRest().bytes(SEGMENT).length;
        SmallStore.open(disk).close();
        assertThat(disk.atRest().bytes(SEGMENT).length).isLessThan((int) before);
    }

    static void linkedSegmentKeepsItsBytes() throws IOException {
        SimDisk disk = unclean();
        byte[] before = disk.atRest().bytes(SEGMENT);
        disk.createDirectory("checkpoint");
        disk.link(SEGMENT, "checkpoint/00000001.seg");
        SmallStore.open(disk).close();
        assertThat(disk.atRest().bytes("checkpoint/00000001.seg")).isEqualTo(before);
    }

    /// A disk whose last segment has a tail that no mark covers.
    private static SimDisk unclean() {
        SimDisk disk = new SimDisk();
        try (Store store = SmallStore.open(disk)) {
            store.put(Key.of("a"), new byte[100]);
            store.put(Key.of("b"), new byte[100]);
            return disk.crash(CrashChoice.keepAll());
        }
    }
}
