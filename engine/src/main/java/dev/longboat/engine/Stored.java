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
    /// @param compressed whether the map tells of each piece how it is compressed
    record Scattered(long length, Pointer map, boolean compressed) implements Stored {}

    /// In the journal, in pieces of an upload that its entry has not yet made part of the store.
    /// Never in a row.
    record Uploaded(long length, List<Piece> pieces) implements Stored {
        public Uploaded {
            pieces = List.copyOf(pieces);
        }
    }

    /// In fewer bytes than it has. They lie in the row or in the journal, in one piece.
    ///
    /// @param by the id of the [ValueCompression], 1 to [Compressions#ID_MAX]
    /// @param length of the value, 1 to [Compressions#LENGTH_MAX]
    /// @param bytes an [Inline] or a [Framed]: where those lie that it became
    record Compressed(int by, long length, Stored bytes) implements Stored {
        /// @throws IllegalArgumentException when nothing can be compressed so
        public Compressed {
            if (by < 1 || by > Compressions.ID_MAX || length < 1 || length > Compressions.LENGTH_MAX) {
                throw new IllegalArgumentException("a value of " + length + " bytes, compressed by " + by);
            }
        }

        /// The same with its bytes in another place.
        Compressed at(Stored other) {
            return new Compressed(by, length, other);
        }
    }
}
