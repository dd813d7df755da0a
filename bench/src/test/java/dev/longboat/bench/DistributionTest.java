package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Distributions choose pairs that exist, as often as their laws say. All draws are from one seed.
final class DistributionTest {
    private static final int DRAWS = 100_000;

    @ParameterizedTest
    @EnumSource
    void everyChoice_isAPairThatExists_orANewOne(Distribution distribution) {
        for (long pairs : new long[] {1, 2, 3, 1000}) {
            Distribution.Chooser chooser = distribution.chooser(pairs);
            SplittableRandom random = new SplittableRandom(1);
            long end = pairs;
            for (int i = 0; i < 1_000; i++) {
                long written = chooser.write(random);
                end += distribution == Distribution.GROWING ? 1 : 0;
                assertThat(written).isBetween(0L, end - 1);
                assertThat(chooser.read(random)).isBetween(0L, pairs - 1);
            }
        }
    }

    @Test
    void growing_writesPairsBehindTheLoadedOnes() {
        Distribution.Chooser chooser = Distribution.GROWING.chooser(10);
        SplittableRandom random = new SplittableRandom(1);
        assertThat(IntStream.range(0, 3).mapToLong(_ -> chooser.write(random))).containsExactly(10L, 11L, 12L);
    }

    @Test
    void once_choosesEachPairOnceInOrder() {
        Distribution.Chooser chooser = Distribution.ONCE.chooser(5);
        SplittableRandom random = new SplittableRandom(1);
        assertThat(IntStream.range(0, 6).mapToLong(_ -> chooser.write(random))).containsExactly(0L, 1L, 2L, 3L, 4L, 0L);
    }

    @Test
    void uniform_choosesEachPairAboutAsOften() {
        int[] counts = counts(Distribution.UNIFORM, 100);
        assertThat(IntStream.of(counts)).allMatch(count -> count > 700 && count < 1300);
    }

    @Test
    void zipfianRanks_comeAsOftenAsTheLawSays() {
        Zipfian zipfian = new Zipfian(1000);
        SplittableRandom random = new SplittableRandom(1);
        int[] counts = new int[1000];
        for (int i = 0; i < DRAWS; i++) {
            counts[(int) zipfian.next(random)]++;
        }
        double sum = LongStream.rangeClosed(1, 1000)
                .mapToDouble(i -> Math.pow((double) i, -0.99))
                .sum();
        assertThat(counts[0] / (double) DRAWS).isBetween(0.95 / sum, 1.05 / sum);
        assertThat(counts[1] / (double) DRAWS)
                .isBetween(0.9 * Math.pow(2, -0.99) / sum, 1.1 * Math.pow(2, -0.99) / sum);
        assertThat(IntStream.of(counts).skip(500).sum() / (double) DRAWS).isBetween(0.05, 0.15);
    }

    @Test
    void zipfian_scattersItsFavourites() {
        int[] counts = counts(Distribution.ZIPFIAN, 1000);
        int favourite = IntStream.range(0, 1000)
                .reduce((a, b) -> counts[a] >= counts[b] ? a : b)
                .orElseThrow();
        assertThat(counts[favourite]).isGreaterThan(DRAWS / 20);
        assertThat(counts[(favourite + 1) % 1000]).isLessThan(counts[favourite] / 2);
    }

    @Test
    void latest_readsWhatWasWrittenLast() {
        Distribution.Chooser chooser = Distribution.LATEST.chooser(1000);
        SplittableRandom random = new SplittableRandom(1);
        long newest = 0;
        for (int i = 0; i < 300; i++) {
            newest = chooser.write(random);
        }
        long written = newest;
        long near = IntStream.range(0, 1000)
                .mapToLong(_ -> chooser.read(random))
                .filter(pair -> Math.floorMod(written - pair, 1000) < 20)
                .count();
        assertThat(near).isGreaterThan(350);
    }

    private static int[] counts(Distribution distribution, int pairs) {
        Distribution.Chooser chooser = distribution.chooser(pairs);
        SplittableRandom random = new SplittableRandom(1);
        int[] counts = new int[pairs];
        for (int i = 0; i < DRAWS; i++) {
            counts[(int) chooser.read(random)]++;
        }
        return counts;
    }
}
