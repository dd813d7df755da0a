package dev.longboat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;

/// Many bytes that need no memory: 0 to 250, again and again. Confined to one thread.
final class Repeating extends InputStream {
    private static final int PERIOD = 251;

    private final long length;
    private long at;

    Repeating(long length) {
        this.length = length;
    }

    @Override
    public int read() {
        return at == length ? -1 : (int) (at++ % PERIOD);
    }

    @Override
    public int read(byte[] target, int offset, int count) {
        int given = (int) Math.min(count, length - at);
        for (int i = 0; i < given; i++) {
            target[offset + i] = (byte) (at++ % PERIOD);
        }
        return given == 0 && count > 0 ? -1 : given;
    }

    /// Sees that bytes are these. Confined to one thread.
    static final class Checker extends OutputStream {
        private long at;

        @Override
        public void write(int next) {
            write(new byte[] {(byte) next}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int count) {
            for (int i = 0; i < count; i++) {
                if (source[offset + i] != (byte) (at % PERIOD)) {
                    assertThat(source[offset + i]).as("byte %d", at).isEqualTo((byte) (at % PERIOD));
                }
                at++;
            }
        }

        long bytes() {
            return at;
        }
    }
}
