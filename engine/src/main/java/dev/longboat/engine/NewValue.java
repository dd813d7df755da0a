package dev.longboat.engine;

import java.util.List;

/// A value to be put: bytes at hand, or bytes that an [Upload] has already made durable. Immutable.
public sealed interface NewValue {
    /// Its length in bytes.
    long length();

    /// A value of these bytes. The array is handed over: the caller does not change it any more.
    static NewValue of(byte[] bytes) {
        return new Bytes(bytes);
    }

    /// Bytes at hand.
    record Bytes(byte[] bytes) implements NewValue {
        @Override
        public long length() {
            return bytes.length;
        }
    }

    /// What an upload left in the journal, in order. Made by [Upload#finish()].
    record Uploaded(long length, List<Piece> pieces) implements NewValue {
        public Uploaded {
            pieces = List.copyOf(pieces);
        }

        boolean isCompressed() {
            return pieces.stream().anyMatch(piece -> piece.by() != 0);
        }
    }

    /// Bytes at hand that the store has compressed. Made by the store alone. Immutable.
    final class Compressed implements NewValue {
        private final int by;
        private final int length;
        private final byte[] bytes;

        /// @param by the id of the [ValueCompression]
        /// @param length of the value
        /// @param bytes what it became, handed over
        Compressed(int by, int length, byte[] bytes) {
            this.by = by;
            this.length = length;
            this.bytes = bytes;
        }

        @Override
        public long length() {
            return length;
        }

        int by() {
            return by;
        }

        byte[] bytes() {
            return bytes;
        }

        Stored.Compressed stored() {
            return new Stored.Compressed(by, length, new Stored.Inline(bytes));
        }
    }
}
