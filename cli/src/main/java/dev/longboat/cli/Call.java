package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.Progress;
import dev.longboat.client.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a verb works with. Confined to the main thread.
///
/// @param client  the server
/// @param paper   standard output
/// @param report  the chosen format, on `paper`
/// @param format  the chosen format by name; null when the classic words were chosen
/// @param escapes whether keys and values on the command line are escaped
/// @param here    the process
record Call(
        LongboatClient client,
        Paper paper,
        Report report,
        @Nullable OutputFormat format,
        boolean escapes,
        Surroundings here) {
    Key key(String argument) {
        return Key.of(bytes(argument));
    }

    Value value(String argument) {
        return Value.wrap(bytes(argument));
    }

    private byte[] bytes(String argument) {
        return escapes ? ShownText.bytes(argument) : argument.getBytes(StandardCharsets.UTF_8);
    }

    /// A line of talk.
    void say(String english, Object... arguments) {
        here.say(english, arguments);
    }

    /// The words of standard output: the human's in a table; what programs read is English.
    Words words() {
        return format == OutputFormat.table ? here.words() : Words.ENGLISH;
    }

    /// Tells that a key is not there.
    ExitCode notFound(Key key) {
        say("not found: %s", ShownText.of(key));
        return ExitCode.NOT_FOUND;
    }

    /// Something that streams and may show its progress.
    interface Streaming<T> {
        T run(Progress progress) throws IOException;
    }

    <T> T withProgress(Streaming<T> streaming) throws IOException {
        if (!here.errIsTerminal()) {
            return streaming.run(Progress.SILENT);
        }
        try (ProgressLine line = ProgressLine.on(here)) {
            return streaming.run(line);
        }
    }
}
