package dev.longboat.engine;

import dev.longboat.journal.Pointer;

/// A piece of a value in the journal. Immutable.
///
/// @param pointer where its bytes lie, as they are stored
/// @param by the id of the [ValueCompression] that wrote them; 0 when they are the piece itself
/// @param length of the piece, in bytes of the value
public record Piece(Pointer pointer, int by, int length) {
    /// @throws IllegalArgumentException when no piece can be like this
    public Piece {
        boolean sound = by == 0
                ? length == pointer.length()
                : by > 0 && by <= Compressions.ID_MAX && length > 0 && length <= Compressions.LENGTH_MAX;
        if (!sound) {
            throw new IllegalArgumentException(
                    "a piece of " + length + " bytes that takes " + pointer.length() + ", compressed by " + by);
        }
    }

    /// One that is stored as it is.
    static Piece of(Pointer pointer) {
        return new Piece(pointer, 0, pointer.length());
    }

    /// The same with its bytes in another place.
    Piece at(Pointer other) {
        return new Piece(other, by, length);
    }
}
