package dev.longboat.bench;

/// A connection through which everything below a prefix can be read at once. Confined to one
/// thread.
interface PrefixReader {
    /// What came. Immutable.
    ///
    /// @param bytes of the values
    record Answer(long pairs, long bytes) {}

    /// Reads all pairs whose keys begin with `prefix`, and waits for the last.
    Answer readPrefix(String prefix) throws Exception;
}
