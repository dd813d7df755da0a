package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.KeyEvent;
import dev.longboat.client.KeyValue;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.ServerStat;
import dev.longboat.client.WatchEvent;
import java.io.IOException;
import java.util.List;

/// Writes answers to standard output, in one of the formats. Confined to the main thread.
sealed interface Report permits TableReport, JsonReport, CsvReport, RawReport, ClassicReport {
    /// A value was stored.
    void written(KeyVersion version) throws IOException;

    /// A key was found.
    void found(KeyValue pair) throws IOException;

    /// A key was not found. Most formats write nothing: the exit code says it.
    default void missing(Key key) throws IOException {}

    /// Keys were deleted, in the order in which they were named.
    void deleted(List<Key> asked, List<Key> deleted) throws IOException;

    /// A list of pairs begins.
    Rows rows(boolean keysOnly) throws IOException;

    /// The longest value that a row has a use for.
    default int valueBytesMax() {
        return Integer.MAX_VALUE;
    }

    /// So many keys were counted.
    void count(long keys) throws IOException;

    /// What the server is.
    void stat(ServerStat stat) throws IOException;

    /// What an administrative verb has to say.
    void facts(Facts facts) throws IOException;

    /// Things of one kind, and what is to be said of all of them.
    ///
    /// @param head none: the list alone
    void records(Facts head, Records records) throws IOException;

    /// A key was changed, told while it is watched.
    void change(WatchEvent event, boolean keysOnly) throws IOException;

    /// A list of pairs, written as they come.
    interface Rows {
        /// The next pair.
        void row(KeyValue pair) throws IOException;

        /// A key was deleted, in a list of what happened to it.
        default void ended(KeyEvent.Ended ended) throws IOException {}

        /// There are no more.
        void end() throws IOException;
    }
}
