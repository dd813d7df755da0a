package dev.longboat.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A filter never denies what it holds (T6), and seldom admits what it does not.
final class FilterTest {
    /// Known values of XXH64 with seed 0.
    @ParameterizedTest
    @CsvSource({
        "'', ef46db3751d8e999",
        "a, d24ec4f1a98c6e5b",
        "abc, 44bc2cf5ad770999",
        "message digest, 066ed728fceeb3be",
        "abcdefghijklmnopqrstuvwxyz, cfe1f278fa89835c",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789, aaa46907d3047814",
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890, e04a477f19ee145d"
    })
    void hash_isXxHash64(String text, String hash) {
        assertThat(XxHash64.hash(Rows.key(text))).isEqualTo(Long.parseUnsignedLong(hash, 16));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.7", "6, 0.08", "10, 0.012", "14, 0.002", "20, 0.0004"})
    void falsePositives_areAsRareAsTheBitsPromise(int bitsPerKey, double most) {
        Random random = new Random(bitsPerKey);
        long[] hashes = random.longs(20_000).toArray();
        byte[] filter = Filter.build(hashes, hashes.length, bitsPerKey);
        MemorySegment memory = MemorySegment.ofArray(filter);
        assertThat(Filter.isPlausible(filter, filter.length)).isTrue();
        for (long hash : hashes) {
            assertThat(Filter.mayContain(memory, 0, filter.length, hash)).isTrue();
        }
        int admitted = 0;
        for (int i = 0; i < 100_000; i++) {
            admitted += Filter.mayContain(memory, 0, filter.length, random.nextLong()) ? 1 : 0;
        }
        assertThat(admitted / 100_000.0).isLessThan(most);
    }

    @Test
    void fewKeys_makeAFilterOfOneWordAtLeast() {
        byte[] filter = Filter.build(new long[] {1}, 1, 1);
        assertThat(filter).hasSize(Filter.HEAD_BYTES + 8);
    }

    @Test
    void bytesThatAreNoFilter_areSeen() {
        assertThat(Filter.isPlausible(new byte[16], 16)).isFalse();
        assertThat(Filter.isPlausible(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, 8)).isFalse();
        assertThat(Filter.isPlausible(new byte[] {31, 0, 0, 0, 0, 0, 0, 0, 1}, 9))
                .isFalse();
    }
}
