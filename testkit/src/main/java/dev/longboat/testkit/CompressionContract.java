package dev.longboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What every compression of values does, with good bytes and with bad. A subclass brings the
/// compression. Confined to the test's thread.
public abstract class CompressionContract {
    protected static final byte[] TEXT =
            "a value that says a value that says a value that says what it says".getBytes(StandardCharsets.US_ASCII);

    /// Compresses a range of bytes to the front of `target`.
    ///
    /// @return how many bytes it wrote; 0 when it takes more than `target` has
    protected abstract int compress(byte[] source, int offset, int length, byte[] target);

    /// Decompresses all of `source` to the front of `target`.
    ///
    /// @return how many bytes it wrote
    protected abstract int decompress(byte[] source, byte[] target);

    /// What a value becomes that becomes shorter.
    protected final byte[] compressed(byte[] value) {
        byte[] target = new byte[value.length];
        return Arrays.copyOf(target, compress(value, 0, value.length, target));
    }

    @Test
    public final void anyBytes_comeBack_orDoNotBecomeShorter() {
        Samples samples = new Samples(17);
        int shorter = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] value = samples.bytes(1 + samples.below(i % 50 == 0 ? 1 << 20 : 5000));
            byte[] around = new byte[value.length + 7];
            System.arraycopy(value, 0, around, 5, value.length);
            byte[] target = new byte[value.length - value.length / 8];
            int bytes = compress(around, 5, value.length, target);
            assertThat(bytes).isBetween(0, target.length);
            if (bytes > 0) {
                byte[] again = new byte[value.length];
                assertThat(decompress(Arrays.copyOf(target, bytes), again)).isEqualTo(value.length);
                assertThat(again).isEqualTo(value);
                shorter++;
            }
        }
        assertThat(shorter).isBetween(300, 2000);
    }

    @Test
    public final void otherBytes_areRefused_orBecomeNoMoreThanWasAskedFor() {
        Samples samples = new Samples(18);
        byte[] good = compressed(TEXT);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = samples.oneIn(2) ? samples.bytes(samples.below(300)) : good.clone();
            if (bad.length > 0) {
                bad[samples.below(bad.length)] ^= (byte) (1 << samples.below(8));
            }
            byte[] target = new byte[samples.below(2 * TEXT.length)];
            try {
                assertThat(decompress(bad, target)).isBetween(0, target.length);
            } catch (RuntimeException _) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    public final void cutOrLengthenedBytes_neverBecomeTheValue() {
        byte[] good = compressed(TEXT);
        for (int length = 0; length < good.length + 3; length++) {
            byte[] target = new byte[TEXT.length];
            int bytes = 0;
            try {
                bytes = decompress(Arrays.copyOf(good, length), target);
            } catch (RuntimeException _) {
                // Refused.
            }
            assertThat(bytes == TEXT.length)
                    .describedAs("%d bytes of %d", length, good.length)
                    .isEqualTo(length == good.length);
        }
    }
}
