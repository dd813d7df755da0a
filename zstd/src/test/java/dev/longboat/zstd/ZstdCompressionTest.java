package dev.longboat.zstd;

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
import org.junit.jupiter.api.Test;

/// What Zstandard makes of values it makes values of again, and of any other bytes a refusal (Z1).
final class ZstdCompressionTest extends CompressionContract {
    private final ValueCompression compression = new ZstdCompression();

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
        byte[] written = HexFormat.of()
                .parseHex("28b52ffd20421d0100d0612076616c75652074686174207361797320776974207361797302005105c2226718");
        byte[] target = new byte[TEXT.length];
        assertThat(compression.decompress(written, target)).isEqualTo(TEXT.length);
        assertThat(target).isEqualTo(TEXT);
        assertThat(compression.id()).isEqualTo(2);
    }

    @Test
    void store_findsItByItsName_andReadsWhatItWrote() {
        assertThat(ServiceLoader.load(ValueCompression.class)).anyMatch(ZstdCompression.class::isInstance);
        SimDisk disk = new SimDisk();
        byte[] small = "shorter ".repeat(50).getBytes(StandardCharsets.US_ASCII);
        byte[] large = "a large value by pieces ".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        StoreOptions options =
                StoreOptions.builder().memoryBytes(8 << 20).ballastBytes(0).build();
        try (Store store = open(disk, options.toBuilder().compression("zstd").build())) {
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
