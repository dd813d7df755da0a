package dev.longboat.cli;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a [Shell] has its lines from. Confined to the main thread.
interface ShellLines extends Closeable {
    /// The words of the next line; none when it says nothing.
    ///
    /// @return null at the end
    /// @throws UsageException when a line cannot be read as words
    @Nullable
    List<String> next() throws IOException;

    /// Runs a line, which a human may cancel.
    void running(Runnable line);
}
