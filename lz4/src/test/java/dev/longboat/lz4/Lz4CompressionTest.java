package dev.longboat.lz4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.engine.Key;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import dev.longboat.engine.StorePorts;
import dev.longboat.engine.ValueCompression;
import dev.longboat.testkit.Samples;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.ServiceLoader;
import net.jpountz.util.Native;
import org.junit.jupiter.api.Test;

/// What LZ4 makes of values it makes values of again, and of any other bytes a refusal (Y1).
final class Lz4CompressionTest {
    private static final byte[] TEXT =
            "a value that says a value that says a value that says what it says".getBytes(StandardCharsets.US_ASCII);

    private final ValueCompression compression = new Lz4Compression();

    /// What a value becomes that becomes shorter.
    private byte[] compressed(byte[] value) {
        byte[] target = new byte[value.length];
        return Arrays.copyOf(target, compression.compress(value, 0, value.length, target));
    }

    @Test
    void anyBytes_comeBack_orDoNotBecomeShorter() {
        Samples samples = new Samples(17);
        int shorter = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] value = samples.bytes(1 + samples.below(i % 50 == 0 ? 1 << 20 : 5000));
            byte[] around = new byte[value.length + 7];
            System.arraycopy(value, 0, around, 5, value.length);
            byte[] target = new byte[value.length - value.length / 8];
            int bytes = compression.compress(around, 5, value.length, target);
            assertThat(bytes).isBetween(0, target.length);
            if (bytes > 0) {
                byte[] again = new byte[value.length];
                assertThat(compression.decompress(Arrays.copyOf(target, bytes), again))
                        .isEqualTo(value.length);
                assertThat(again).isEqualTo(value);
                shorter++;
            }
        }
        assertThat(shorter).isBetween(300, 2000);
    }

    @Test
    void otherBytes_areRefused_orBecomeNoMoreThanWasAskedFor() {
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
                assertThat(compression.decompress(bad, target)).isBetween(0, target.length);
            } catch (RuntimeException _) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void cutOrLengthenedBytes_neverBecomeTheValue() {
        byte[] good = compressed(TEXT);
        for (int length = 0; length < good.length + 3; length++) {
            byte[] target = new byte[TEXT.length];
            int bytes = 0;
            try {
                bytes = compression.decompress(Arrays.copyOf(good, length), target);
            } catch (RuntimeException _) {
                // Refused.
            }
            assertThat(bytes == TEXT.length)
                    .describedAs("%d bytes of %d", length, good.length)
                    .isEqualTo(length == good.length);
        }
    }

    /// What is on people's disks is read by every later build.
    @Test
    void whatWasWrittenOnce_isRead() {
        byte[] written =
                HexFormat.of().parseHex("ff03612076616c75652074686174207361797320120011c0776861742069742073617973");
        byte[] target = new byte[TEXT.length];
        assertThat(compression.decompress(written, target)).isEqualTo(TEXT.length);
        assertThat(target).isEqualTo(TEXT);
        assertThat(compression.id()).isEqualTo(1);
    }

    /// The library has native code too: none of it is loaded.
    @Test
    void compressing_needsNoNativeCode() {
        byte[] target = new byte[TEXT.length];
        assertThat(compression.decompress(compressed(TEXT), target)).isEqualTo(TEXT.length);
        assertThat(Native.isLoaded()).isFalse();
    }

    @Test
    void store_findsItByItsName_andReadsWhatItWrote() {
        assertThat(ServiceLoader.load(ValueCompression.class)).anyMatch(Lz4Compression.class::isInstance);
        SimDisk disk = new SimDisk();
        byte[] small = "shorter ".repeat(50).getBytes(StandardCharsets.US_ASCII);
        byte[] large = "a large value by pieces ".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        StoreOptions options =
                StoreOptions.builder().memoryBytes(8 << 20).ballastBytes(0).build();
        try (Store store = open(disk, options.toBuilder().compression("lz4").build())) {
            store.put(Key.of("small"), small);
            store.put(Key.of("large"), large);
            assertThat(store.get(Key.of("large")).orElseThrow().value().toBytes())
                    .isEqualTo(large);
            assertThat(store.statistics().payloadBytes()).isLessThan(large.length / 10);
        }
        try (Store store = open(disk, options)) {
            assertThat(store.get(Key.of("small")).orElseThrow().value().toBytes())
                    .isEqualTo(small);
            assertThat(store.get(Key.of("large")).orElseThrow().value().toBytes())
                    .isEqualTo(large);
            assertThat(store.get(Key.of("small")).orElseThrow().version().valueBytes())
                    .isEqualTo(400);
        }
    }

    private static Store open(SimDisk disk, StoreOptions options) {
        return Store.open(new StorePorts(disk, new SimClock(1000), new SimRandomness(7), false), options);
    }
}
