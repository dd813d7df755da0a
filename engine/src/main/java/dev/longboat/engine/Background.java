package dev.longboat.engine;

import dev.longboat.disk.DiskFullException;

/// Who flushes and compacts. Safe for concurrent use.
interface Background extends AutoCloseable {
    /// There may be work.
    void wake();

    /// Returns when there is room for one more sealed memtable, or the store has failed.
    ///
    /// @throws DiskFullException when there is none, since the disk is full
    void awaitRoom() throws DiskFullException;

    /// Gives up compactions under way, which need the replicator.
    void stopCompacting();

    /// Flushes what is sealed, and ends.
    @Override
    void close();
}
