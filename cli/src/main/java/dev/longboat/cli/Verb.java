package dev.longboat.cli;

import java.io.IOException;

/// One command of the program. Confined to the main thread.
interface Verb {
    /// Asks the server and writes its answer.
    ///
    /// @throws IOException when a file or a pipe of this machine fails
    ExitCode run(Call call) throws IOException;

    /// Whether the raw format is the better one where no terminal reads.
    default boolean isRawForPipes() {
        return false;
    }
}
