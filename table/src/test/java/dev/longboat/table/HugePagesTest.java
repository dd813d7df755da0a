package dev.longboat.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the system says of memory that was asked for by huge pages.
final class HugePagesTest {
    private static final long MIB = 1 << 20;

    /// There when the system knows of them.
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage");

    @BeforeAll
    static void prepare() {
        HugePages.prepare();
    }

    @Test
    void reserve_givesZeros_oneAfterTheOther_andNoMoreThanAskedFor() {
        try (Arena arena = Arena.ofShared()) {
            SegmentAllocator pages = HugePages.reserve(arena, 3 * MIB).orElseThrow();
            MemorySegment first = pages.allocate(MIB);
            MemorySegment second = pages.allocate(MIB);
            assertThat(first.address() % (2 * MIB)).isZero();
            assertThat(second.address()).isEqualTo(first.address() + MIB);
            assertThat(first.mismatch(MemorySegment.ofArray(new byte[(int) MIB])))
                    .isEqualTo(-1);
            second.set(ValueLayout.JAVA_BYTE, MIB - 1, (byte) 7);
            assertThat(pages.allocate(MIB).get(ValueLayout.JAVA_BYTE, 0)).isZero();
            assertThatThrownBy(() -> pages.allocate(1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void reserve_isAdvisedToTheSystem_andEndsWithTheArena() throws IOException {
        MemorySegment page;
        try (Arena arena = Arena.ofShared()) {
            page = HugePages.reserve(arena, 8 * MIB).orElseThrow().allocate(MIB);
            assertThat(flagsOfMapping(page.address()).contains("hg")).isEqualTo(Files.exists(HUGE_PAGES));
        }
        assertThat(flagsOfMapping(page.address())).doesNotContain("hg");
    }

    @Test
    void reserve_ofMoreThanThereAreAddresses_givesNone() {
        try (Arena arena = Arena.ofShared()) {
            assertThat(HugePages.reserve(arena, 1L << 60)).isEmpty();
        }
    }

    @Test
    void cache_keepsItsEntriesInThem() {
        try (SlabCache cache = new SlabCache(8 * MIB)) {
            for (int i = 0; i < 6 * 256; i++) {
                cache.put(1, i, ByteBuffer.wrap(new byte[] {(byte) i, (byte) (i >> 8)}));
                cache.put(2, i, ByteBuffer.wrap(new byte[4096]));
            }
            for (int i = 0; i < 6 * 256; i++) {
                assertThat(cache.get(1, i)).contains(new byte[] {(byte) i, (byte) (i >> 8)});
                assertThat(cache.get(2, i)).contains(new byte[4096]);
            }
        }
    }

    /// The VmFlags of the mapping in which the address lies, or nothing; see proc(5).
    private static List<String> flagsOfMapping(long address) throws IOException {
        boolean within = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            String[] words = line.split(" ", -1);
            if (words[0].matches("[0-9a-f]+-[0-9a-f]+")) {
                String[] ends = words[0].split("-", 2);
                within = Long.compareUnsigned(Long.parseUnsignedLong(ends[0], 16), address) <= 0
                        && Long.compareUnsigned(address, Long.parseUnsignedLong(ends[1], 16)) < 0;
            } else if (within && words[0].equals("VmFlags:")) {
                return List.of(words);
            }
        }
        return List.of();
    }
}
