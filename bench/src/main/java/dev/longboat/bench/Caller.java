package dev.longboat.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/// One client at a [Door], one call after the other. Confined to one thread.
interface Caller extends Closeable {
    /// Asks, and waits for the answer.
    ///
    /// @throws IOException when there is no connection any more, or an answer that nobody expects
    Outcome call(Act act) throws IOException;

    /// All pairs whose key starts with `prefix`, as this door lists them.
    Map<String, String> pairs(String prefix) throws IOException;

    @Override
    void close() throws IOException;
}
