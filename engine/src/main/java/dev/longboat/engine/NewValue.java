package dev.longboat.engine;

import dev.longboat.journal.Pointer;
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
    record Uploaded(long length, List<Pointer> extents) implements NewValue {
        public Uploaded {
            extents = List.copyOf(extents);
        }
    }
}
