package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.longboat.client.Key;
import dev.longboat.client.Value;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every pair of a dataset is a function of its number, and no other's (B2).
final class DatasetTest {
    private static final Dataset DATASET = new Dataset("d/", 10_000, 40, 100);

    @Test
    void pairs_haveTheLengthsAskedFor_andKeysOfTheirOwn() {
        Set<Key> keys = new HashSet<>();
        for (long i = 0; i < DATASET.pairs(); i++) {
            assertThat(DATASET.key(i).size()).isEqualTo(40);
            keys.add(DATASET.key(i));
        }
        assertThat(keys).hasSize(10_000).allMatch(key -> key.startsWith(Key.of("d/")));
        assertThat(DATASET.bytes()).isEqualTo(10_000 * 140);
    }

    @Test
    void value_isThatOfItsNumberAlone() {
        Value value = Value.of(DATASET.valueBytes(7));
        assertThat(value.size()).isEqualTo(100);
        assertThat(DATASET.isValue(7, value)).isTrue();
        assertThat(DATASET.isValue(8, value)).isFalse();
    }

    @Test
    void picks_areTheSameAgain_andWithinThePairs() {
        for (long turn = 0; turn < 100; turn++) {
            assertThat(DATASET.pick(3, turn)).isBetween(0L, 9_999L).isEqualTo(DATASET.pick(3, turn));
        }
    }

    @Test
    void lengthsThatHoldNoNumber_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Dataset("d/", 1, 17, 100));
        assertThatIllegalArgumentException().isThrownBy(() -> new Dataset("d/", 1, 18, 7));
    }
}
