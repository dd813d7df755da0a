package dev.longboat.engine;

import dev.longboat.journal.Pointer;
import java.util.List;

/// Where the bytes of a value lie. Immutable.
sealed interface Stored {
    /// The value's length in bytes.
    long length();

    /// In the row itself. The array is not changed by anyone.
    record Inline(byte[] bytes) implements Stored {
        @Override
        public long length() {
            return bytes.length;
        }
    }

    /// In the journal, in one piece.
    record Framed(Pointer pointer) implements Stored {
        @Override
        public long length() {
            return pointer.length();
        }
    }

    /// In the journal, in pieces that a map lists; see [ExtentMap].
    ///
    /// @param length of all pieces together
    record Scattered(long length, Pointer map) implements Stored {}

    /// In the journal, in pieces of an upload that its entry has not yet made part of the store.
    /// Never in a row.
    record Uploaded(long length, List<Pointer> extents) implements Stored {
        public Uploaded {
            extents = List.copyOf(extents);
        }
    }
}
