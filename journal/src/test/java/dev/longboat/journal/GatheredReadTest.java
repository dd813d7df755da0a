package dev.longboat.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Neighbours are read together, strangers apart, and everything asked for is read once.
final class GatheredReadTest {
    @Test
    void neighbours_areReadTogether_whateverTheirOrder() {
        List<GatheredRead> reads =
                GatheredRead.plan(List.of(pointer(1, 9000, 100), pointer(1, 4096, 100), pointer(1, 5000, 4000)));
        assertThat(reads).containsExactly(new GatheredRead(1, 1, 4096, 5004, List.of(1, 2, 0)));
    }

    @Test
    void farApart_orInOtherSegments_areReadApart() {
        List<GatheredRead> reads =
                GatheredRead.plan(List.of(pointer(1, 4096, 10), pointer(1, 1 << 20, 10), pointer(2, 4096, 10)));
        assertThat(reads).extracting(GatheredRead::members).containsExactly(List.of(0), List.of(1), List.of(2));
    }

    @Test
    void longRuns_areCutAtOneMebibyte() {
        List<Pointer> pointers = IntStream.range(0, 40)
                .mapToObj(i -> pointer(1, 4096 + i * 100_000, 100_000))
                .toList();
        List<GatheredRead> reads = GatheredRead.plan(pointers);
        assertThat(reads).hasSize(4).allMatch(read -> read.length() <= 1 << 20);
        assertThat(reads.stream().mapToInt(read -> read.members().size()).sum()).isEqualTo(40);
    }

    @Test
    void samePlaceTwice_isAnsweredTwice() {
        List<GatheredRead> reads = GatheredRead.plan(List.of(pointer(1, 4096, 10), pointer(1, 4096, 10)));
        assertThat(reads).containsExactly(new GatheredRead(1, 1, 4096, 10, List.of(0, 1)));
    }

    private static Pointer pointer(int segment, int offset, int length) {
        return new Pointer(segment, 1, offset, length, 0);
    }
}
