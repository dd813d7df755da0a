package dev.longboat.engine;

import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Compresses with what the JDK has, so that the engine's tests need no library. It refuses to
/// compress where nobody may be held up. Safe for concurrent use.
public final class DeflaterCompression implements ValueCompression {
    static final String NAME = "deflate";
    static final int ID = 128;

    @Override
    public int id() {
        return ID;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target) {
        if (Thread.currentThread().getName().startsWith("store-")) {
            throw new AssertionError("values are compressed on " + Thread.currentThread());
        }
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(source, offset, length);
            deflater.finish();
            int bytes = deflater.deflate(target);
            return deflater.finished() ? bytes : 0;
        }
    }

    @Override
    public int decompress(byte[] source, byte[] target) {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(source);
            int bytes = inflater.inflate(target);
            if (!inflater.finished() && (inflater.inflate(new byte[1]) > 0 || !inflater.finished())) {
                throw new IllegalArgumentException("they do not end behind " + bytes + " bytes");
            }
            return bytes;
        } catch (DataFormatException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
