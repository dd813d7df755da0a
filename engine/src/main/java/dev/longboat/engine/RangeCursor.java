package dev.longboat.engine;

/// Walks the keys of a range, each with the version that the read sees. Stands before the first key
/// at the start. Confined to one thread at a time. Close it: it keeps files open.
///
/// ```java
/// try (Snapshot now = store.snapshot();
///         RangeCursor users = now.range(KeyRange.prefix(prefix), Order.ASCENDING)) {
///     while (users.next()) {
///         show(users.current().key(), users.current().value().toBytes());
///     }
/// }
/// ```
public interface RangeCursor extends AutoCloseable {
    /// Moves to the next key. May block on disk.
    ///
    /// @return false when there is none left
    /// @throws CorruptionException when rows on disk are damaged
    boolean next();

    /// The version at the cursor.
    ///
    /// @throws IllegalStateException unless the last [#next()] was true
    KeyValue current();

    @Override
    void close();
}
