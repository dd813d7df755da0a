package dev.longboat.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.longboat.engine.ValueCompression;

/// Zstandard frames, by the library's native code, which is loaded when there is something to do.
/// Safe for concurrent use.
public final class ZstdCompression implements ValueCompression {
    /// The library's default: each level above costs more time than it saves room.
    private static final int LEVEL = 3;

    /// Loads nothing yet.
    public ZstdCompression() {}

    @Override
    public int id() {
        return 2;
    }

    @Override
    public String name() {
        return "zstd";
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target) {
        try {
            return (int) Zstd.compressByteArray(target, 0, target.length, source, offset, length, LEVEL);
        } catch (ZstdException _) {
            return 0; // It takes more than the target has.
        }
    }

    @Override
    public int decompress(byte[] source, byte[] target) {
        return (int) Zstd.decompressByteArray(target, 0, target.length, source, 0, source.length);
    }
}
