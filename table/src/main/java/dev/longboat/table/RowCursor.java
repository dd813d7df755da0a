package dev.longboat.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A position among rows that are in order: key bytes unsigned ascending, then revision descending,
/// so that a key's newest row comes first.
///
/// A new cursor is not valid; a seek makes it so when there is a row to stand on. Moving past
/// either end makes it invalid. After an exception the cursor stands nowhere until the next seek.
/// Rows carry three clocks that agree along one key (T2), and a payload that means something to the
/// writer only. Confined to one thread at a time.
///
/// ```java
/// try (RowCursor rows = table.cursor()) {
///     for (rows.seek(key, Long.MAX_VALUE); rows.valid(); rows.next()) {
///         visit(rows.key(), rows.revision(), rows.payload());
///     }
/// }
/// ```
public interface RowCursor extends AutoCloseable {
    /// Moves to the first row at or after (`key`, `revision`); with [Long#MAX_VALUE] that is the
    /// newest of `key`.
    void seek(byte[] key, long revision) throws IOException;

    /// Moves to the last row strictly before (`key`, `revision`).
    void seekBefore(byte[] key, long revision) throws IOException;

    /// Moves to the first row of all.
    void seekFirst() throws IOException;

    /// Moves to the last row of all.
    void seekLast() throws IOException;

    /// Moves to the following row.
    ///
    /// @throws IllegalStateException when the cursor is not valid
    void next() throws IOException;

    /// Moves to the preceding row.
    ///
    /// @throws IllegalStateException when the cursor is not valid
    void previous() throws IOException;

    /// Whether the cursor stands on a row. The accessors below need one.
    boolean valid();

    /// The row's key: lent, not to be changed, good until the cursor moves. The same instance while
    /// the key stays the same, where that is cheap.
    byte[] key();

    long revision();

    long ordinal();

    long stamp();

    /// The row's payload: a read-only little-endian view, good until the cursor moves.
    ByteBuffer payload();

    /// Moves to the newest row of `key` whose three clocks are at most these; when there is none,
    /// to the first row of the next key. [Long#MAX_VALUE] leaves a clock unbounded.
    default void seekAtMost(byte[] key, long revision, long ordinal, long stamp) throws IOException {
        seek(key, revision);
        while (valid() && (ordinal() > ordinal || stamp() > stamp) && Arrays.equals(key(), key)) {
            next();
        }
    }

    /// [#seekAtMost] with a bound on the ordinal alone.
    default void seekOrdinalAtMost(byte[] key, long ordinal) throws IOException {
        seekAtMost(key, Long.MAX_VALUE, ordinal, Long.MAX_VALUE);
    }

    /// [#seekAtMost] with a bound on the stamp alone.
    default void seekStampAtMost(byte[] key, long stamp) throws IOException {
        seekAtMost(key, Long.MAX_VALUE, Long.MAX_VALUE, stamp);
    }

    @Override
    void close();
}
