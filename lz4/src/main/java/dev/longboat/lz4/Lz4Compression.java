package dev.longboat.lz4;

import dev.longboat.engine.ValueCompression;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/// LZ4 blocks, by the library's implementation in Java that checks every index: no native code, and
/// none of the class for direct memory access that JDKs warn of. Safe for concurrent use.
public final class Lz4Compression implements ValueCompression {
    private final LZ4Compressor compressor;
    private final LZ4SafeDecompressor decompressor;

    public Lz4Compression() {
        LZ4Factory factory = LZ4Factory.safeInstance();
        compressor = factory.fastCompressor();
        decompressor = factory.safeDecompressor();
    }

    @Override
    public int id() {
        return 1;
    }

    @Override
    public String name() {
        return "lz4";
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target) {
        try {
            return compressor.compress(source, offset, length, target, 0, target.length);
        } catch (LZ4Exception _) {
            return 0; // It takes more than the target has.
        }
    }

    @Override
    public int decompress(byte[] source, byte[] target) {
        return decompressor.decompress(source, 0, source.length, target, 0, target.length);
    }
}
