package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.client.Value;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// A stamped value proves itself, and nothing else passes for it (B2).
final class StampedValueTest {
    private static final int BYTES_MAX = 4096;

    @Test
    void wholeValue_tellsItsNumber() {
        for (long number = 1; number < 200; number++) {
            Value value = StampedValue.of("a/key", number, BYTES_MAX);
            assertThat(value.size()).isBetween("a/key\n1\n".length(), BYTES_MAX + 8);
            assertThat(StampedValue.number("a/key", value, BYTES_MAX)).hasValue(number);
        }
    }

    @Test
    void valueOfAnotherKey_isForeign() {
        assertThat(StampedValue.number("b", StampedValue.of("a", 7, BYTES_MAX), BYTES_MAX))
                .isEmpty();
    }

    @Test
    void everyCutOrFlippedByte_isSeen() {
        byte[] whole = StampedValue.of("a", 7, BYTES_MAX).bytes();
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 1;
            assertThat(StampedValue.number("a", Value.of(flipped), BYTES_MAX)).isEmpty();
            assertThat(StampedValue.number("a", Value.of(Arrays.copyOf(whole, i)), BYTES_MAX))
                    .isEmpty();
        }
    }

    @Test
    void valueOfALength_hasIt_andIsAFunctionOfKeyAndNumber() {
        for (int length : new int[] {1, 3, 4, 100, 4096}) {
            Value value = StampedValue.ofLength("a", 7, length);
            assertThat(value.size()).isEqualTo(length);
            assertThat(value).isEqualTo(StampedValue.ofLength("a", 7, length));
        }
        assertThat(StampedValue.ofLength("a", 7, 16)).isNotEqualTo(StampedValue.ofLength("a", 8, 16));
        assertThat(StampedValue.ofLength("a", 7, 16).text()).startsWith("a\n7\n");
    }

    @Test
    void emptyValue_isNobodys() {
        assertThat(StampedValue.number("a", Value.EMPTY, BYTES_MAX)).isEmpty();
    }
}
