package dev.longboat.engine;

/// Who does the housekeeping. Safe for concurrent use.
interface Background extends AutoCloseable {
    /// There may be work.
    void wake();

    /// Returns when there is room for one more sealed memtable, or the store has failed.
    void awaitRoom();

    @Override
    void close();
}
