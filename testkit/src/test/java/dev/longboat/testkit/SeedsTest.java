package dev.longboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Properties under seeds, and what is made of a failure.
final class SeedsTest {
    @Test
    void seeds_beginWithTheKeptOnes_andAreTheSameEachTime() {
        List<Long> seeds = Seeds.of(SeedsTest.class).seeds(1, 50);
        assertThat(seeds).startsWith(17L, 4711L).hasSize(52).doesNotHaveDuplicates();
        assertThat(Seeds.of(SeedsTest.class).seeds(1, 50)).isEqualTo(seeds);
        assertThat(Seeds.of(SeedsTest.class).seeds(2, 50)).hasSize(52).isNotEqualTo(seeds);
        assertThat(Seeds.of(SimDiskTest.class).seeds(1, 50)).hasSize(50).doesNotContainAnyElementsOf(seeds);
    }

    @Test
    void failure_namesItsSeedAndHowToRunItAgain() {
        List<Long> tried = new ArrayList<>();
        assertThatThrownBy(() -> Seeds.of(SeedsTest.class)
                        .run(Seeds.of(SeedsTest.class).seeds(1, 10), seed -> {
                            tried.add(seed);
                            if (seed == 4711) {
                                throw new IOException("not good");
                            }
                        }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 4711 (again: -Dtest=SeedsTest -Dlongboat.seed=4711)")
                .hasMessageContaining("not good")
                .hasCauseInstanceOf(IOException.class);
        assertThat(tried).containsExactly(17L, 4711L);
    }

    @Test
    void shrink_leavesNothingThatCouldBeLeftOut() {
        List<Integer> operations = IntStream.range(0, 1000).boxed().toList();
        List<Integer> shortest = Shrink.list(
                operations,
                list -> list.contains(7)
                        && list.contains(500)
                        && list.contains(999)
                        && list.indexOf(7) < list.indexOf(500));
        assertThat(shortest).containsExactly(7, 500, 999);
        assertThat(Shrink.list(List.of(1), _ -> true)).isEmpty();
        assertThat(Shrink.list(List.of(1, 1), list -> list.contains(1))).containsExactly(1);
    }

    @Test
    void samples_drawKeysThatArePrefixesOfEachOther_andEdges() {
        var samples = new Samples(1);
        List<byte[]> keys = IntStream.range(0, 500).mapToObj(_ -> samples.key()).toList();
        assertThat(keys).allMatch(key -> key.length >= 1 && key.length <= 300);
        assertThat(keys).anyMatch(key -> key[key.length - 1] == (byte) 0xff).anyMatch(key -> key[key.length - 1] == 0);
        assertThat(keys.stream().map(ByteBuffer::wrap).distinct().count()).isLessThan(400);
        assertThat(keys).anyMatch(key -> keys.stream().anyMatch(other -> isStrictPrefix(key, other)));
        List<byte[]> values =
                IntStream.range(0, 500).mapToObj(_ -> samples.value(100_000)).toList();
        assertThat(values).anyMatch(value -> value.length == 0).anyMatch(value -> value.length == 4096);
        assertThat(values).anyMatch(value -> value.length > 50_000).allMatch(value -> value.length <= 100_000);

        var again = new Samples(1);
        assertThat(IntStream.range(0, 500).mapToObj(_ -> again.key())).containsExactlyElementsOf(keys);
    }

    private static boolean isStrictPrefix(byte[] key, byte[] other) {
        return key.length < other.length && Arrays.equals(key, 0, key.length, other, 0, key.length);
    }

    @Test
    void randomness_isFixedByItsSeed() {
        var one = new SimRandomness(5);
        var other = new SimRandomness(5);
        List<Long> drawn = IntStream.range(0, 100).mapToObj(_ -> one.nextLong()).toList();
        assertThat(drawn).doesNotHaveDuplicates();
        assertThat(IntStream.range(0, 100).mapToObj(_ -> other.nextLong())).isEqualTo(drawn);
        assertThat(new SimRandomness(6).nextLong()).isNotEqualTo(drawn.getFirst());
    }

    @Test
    void clock_standsStill_untilItIsMoved() {
        var clock = new SimClock(1000);
        clock.advance(Duration.ofMillis(5));
        assertThat(clock.wallMillis()).isEqualTo(1005);
        assertThat(clock.monotonicNanos()).isEqualTo(5_000_000);
        clock.stepWall(Duration.ofSeconds(-1));
        assertThat(clock.wallMillis()).isEqualTo(5);
        clock.setWallMillis(77);
        assertThat(clock.wallMillis()).isEqualTo(77);
        assertThat(clock.monotonicNanos()).isEqualTo(5_000_000);
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
