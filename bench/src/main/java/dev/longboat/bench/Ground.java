package dev.longboat.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/// Where the store under test lies. Confined to the laboratory's thread.
interface Ground extends Closeable {
    /// The directory of the store.
    Path data();

    /// Where the server's words are kept, which no fault touches.
    Path log();

    /// Clears it, for a new store.
    void renew() throws IOException;

    /// Leaves everything where it is when closed, for somebody to look at.
    void keep();

    @Override
    void close() throws IOException;
}
