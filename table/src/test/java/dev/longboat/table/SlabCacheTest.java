package dev.longboat.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A cache gives back what was put or nothing, within its memory (T9).
final class SlabCacheTest {
    private static final long MIB = 1 << 20;

    @Test
    void sizeClasses_wasteAThirdAtMost() {
        for (int bytes = 0; bytes <= SlabCache.ENTRY_BYTES_MAX; bytes++) {
            int sizeClass = SlabCache.sizeClass(bytes);
            assertThat(SlabCache.slotBytes(sizeClass)).isGreaterThanOrEqualTo(bytes);
            if (sizeClass > 0) {
                assertThat(SlabCache.slotBytes(sizeClass - 1)).isLessThan(bytes);
            }
        }
        assertThat(SlabCache.slotBytes(24)).isEqualTo(SlabCache.ENTRY_BYTES_MAX);
    }

    @Test
    void put_isFoundUntilRemovedOrReplaced() {
        try (SlabCache cache = new SlabCache(2 * MIB)) {
            assertThat(cache.put(1, 10, ByteBuffer.wrap(Rows.key("one")))).isTrue();
            assertThat(cache.put(2, 10, ByteBuffer.wrap(new byte[0]))).isTrue();
            assertThat(cache.get(1, 10)).contains(Rows.key("one"));
            assertThat(cache.get(2, 10)).contains(new byte[0]);
            assertThat(cache.get(1, 11)).isEmpty();
            cache.put(1, 10, ByteBuffer.wrap(new byte[5000]));
            assertThat(cache.get(1, 10)).contains(new byte[5000]);
            cache.remove(1, 10);
            cache.remove(1, 10);
            assertThat(cache.get(1, 10)).isEmpty();
            assertThat(cache.statistics().entries()).isEqualTo(1);
            assertThat(cache.statistics().hits()).isEqualTo(3);
            assertThat(cache.statistics().misses()).isEqualTo(2);
        }
    }

    @Test
    void putFromAndGetToBuffers_moveOnlyTheTarget() {
        try (SlabCache cache = new SlabCache(MIB)) {
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(10).put(3, (byte) 7).position(3).limit(6);
            cache.put(1, 1, direct.asReadOnlyBuffer());
            cache.put(1, 1, direct);
            assertThat(direct.position()).isEqualTo(3);
            ByteBuffer target = ByteBuffer.allocate(5).position(1);
            assertThat(cache.get(1, 1, target)).isEqualTo(3);
            assertThat(target.position()).isEqualTo(4);
            assertThat(target.array()).containsExactly(0, 7, 0, 0, 0);
            assertThat(cache.get(1, 1, target)).isEqualTo(3);
            assertThat(target.position()).isEqualTo(4);
            assertThat(cache.get(1, 2, target)).isEqualTo(-1);
        }
    }

    @Test
    void whatDoesNotFit_isNotTaken() {
        try (SlabCache none = new SlabCache(MIB - 1);
                SlabCache one = new SlabCache(MIB)) {
            assertThat(none.put(1, 1, ByteBuffer.allocate(1))).isFalse();
            assertThat(none.get(1, 1)).isEmpty();
            assertThat(none.statistics().bytesMax()).isZero();
            assertThat(one.put(1, 1, ByteBuffer.allocate(SlabCache.ENTRY_BYTES_MAX)))
                    .isTrue();
            assertThat(one.put(1, 1, ByteBuffer.allocate(SlabCache.ENTRY_BYTES_MAX + 1)))
                    .isFalse();
            assertThat(one.get(1, 1)).isEmpty();
        }
    }

    @Test
    void clear_removesOneOwner() {
        try (SlabCache cache = new SlabCache(32 * MIB)) {
            for (int i = 0; i < 500; i++) {
                cache.put(i % 2, i, ByteBuffer.allocate(i * 7));
            }
            cache.clear(1);
            assertThat(cache.statistics().entries()).isEqualTo(250);
            assertThat(cache.get(1, 1)).isEmpty();
            assertThat(cache.get(0, 2)).contains(new byte[14]);
        }
    }

    @Test
    void closed_holdsAndTakesNothing() {
        SlabCache cache = new SlabCache(MIB);
        cache.put(1, 1, ByteBuffer.allocate(100));
        cache.close();
        cache.close();
        assertThat(cache.get(1, 1)).isEmpty();
        assertThat(cache.put(1, 2, ByteBuffer.allocate(100))).isFalse();
        assertThat(cache.statistics().entries()).isZero();
        cache.clear(1);
        cache.remove(1, 1);
    }

    @Test
    void whatIsAskedFor_outlivesAScan() {
        try (SlabCache cache = new SlabCache(4 * MIB)) {
            for (int i = 0; i < 200; i++) {
                cache.put(1, i, ByteBuffer.allocate(4096));
                assertThat(cache.get(1, i)).isPresent();
            }
            for (int i = 0; i < 20_000; i++) {
                cache.put(2, i, ByteBuffer.allocate(4096));
                if (i % 50 == 0) {
                    for (int hot = 0; hot < 200; hot++) {
                        assertThat(cache.get(1, hot)).as("after %d", i).isPresent();
                    }
                }
            }
            assertThat(cache.statistics().evictions()).isGreaterThan(19_000);
        }
    }

    @Test
    void memory_movesToTheSizesInUse() {
        try (SlabCache cache = new SlabCache(8 * MIB)) {
            for (int i = 0; i < 100_000; i++) {
                cache.put(1, i, ByteBuffer.allocate(200));
            }
            assertThat(cache.statistics().bytes()).isEqualTo(8 * MIB);
            for (int i = 0; i < 2000; i++) {
                cache.put(2, i, ByteBuffer.allocate(60_000));
            }
            int kept = 0;
            for (int i = 0; i < 2000; i++) {
                kept += cache.get(2, i).isPresent() ? 1 : 0;
            }
            assertThat(kept).isGreaterThan(100);
            assertThat(cache.statistics().bytes()).isEqualTo(8 * MIB);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomCalls_giveTheLastPutOrNothing(long seed) {
        Random random = new Random(seed);
        Map<Long, byte[]> model = new HashMap<>();
        try (SlabCache cache = new SlabCache((1 + seed) * MIB)) {
            for (int i = 0; i < 40_000; i++) {
                long owner = random.nextInt(3);
                long offset = random.nextInt(2000);
                long name = owner << 32 | offset;
                switch (random.nextInt(20)) {
                    case 0 -> {
                        cache.remove(owner, offset);
                        model.remove(name);
                    }
                    case 1, 2, 3, 4, 5, 6 -> {
                        byte[] bytes = new byte[random.nextInt(1 << random.nextInt(17))];
                        random.nextBytes(bytes);
                        assertThat(cache.put(owner, offset, ByteBuffer.wrap(bytes)))
                                .isTrue();
                        model.put(name, bytes);
                    }
                    default -> {
                        Optional<byte[]> found = cache.get(owner, offset);
                        byte[] expected = model.get(name);
                        boolean right = found.isEmpty() || (expected != null && Arrays.equals(found.get(), expected));
                        assertThat(right).as("step " + i).isTrue();
                    }
                }
            }
            assertThat(cache.statistics().bytes()).isLessThanOrEqualTo((1 + seed) * MIB);
            assertThat(cache.statistics().hits()).isPositive();
            assertThat(cache.statistics().entries()).isLessThanOrEqualTo(model.size());
        }
    }
}
