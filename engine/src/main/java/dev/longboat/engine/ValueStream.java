package dev.longboat.engine;

import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;

/// A value's pieces as one stream. Confined to one thread at a time.
final class ValueStream extends InputStream {
    private static final byte[] NOTHING = {};

    private final Iterator<byte[]> pieces;
    private byte[] piece = NOTHING;
    private int at;

    ValueStream(Iterator<byte[]> pieces) {
        this.pieces = pieces;
    }

    @Override
    public int read() {
        return advance() ? piece[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, target, offset, count);
        at += count;
        return count;
    }

    @Override
    public int available() {
        return piece.length - at;
    }

    private boolean advance() {
        while (at == piece.length) {
            if (!pieces.hasNext()) {
                return false;
            }
            piece = pieces.next();
            at = 0;
        }
        return true;
    }
}
