package dev.longboat.lz4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.engine.Key;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import dev.longboat.engine.StorePorts;
import dev.longboat.engine.ValueCompression;
import dev.longboat.testkit.CompressionContract;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.ServiceLoader;
import net.jpountz.util.Native;
import org.junit.jupiter.api.Test;

/// What LZ4 makes of values it makes values of again, and of any other bytes a refusal (Y1).
final class Lz4CompressionTest extends CompressionContract {
    private final ValueCompression compression = new Lz4Compression();

    @Override
    protected int compress(byte[] source, int offset, int length, byte[] target) {
        return compression.compress(source, offset, length, target);
    }

    @Override
    protected int decompress(byte[] source, byte[] target) {
        return compression.decompress(source, target);
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
