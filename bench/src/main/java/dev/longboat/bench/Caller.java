package dev.longboat.bench;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// One client at a [Door], one call after the other. Confined to one thread.
interface Caller extends Closeable {
    /// The longest that an answer may take: a server that hangs fails the check.
    Duration ANSWER_MAX = Duration.ofSeconds(60);

    /// Asks, and waits for the answer.
    ///
    /// @throws IOException when there is no connection any more, no answer within [#ANSWER_MAX], or
    ///     one that nobody expects
    Outcome call(Act act) throws IOException;

    /// All pairs whose key starts with `prefix`, as this door lists them.
    Map<String, String> pairs(String prefix) throws IOException;

    @Override
    void close() throws IOException;
}
