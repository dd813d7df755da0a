package dev.longboat.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.reader.EOFError;
import org.jspecify.annotations.Nullable;

/// Lines from a file or a pipe; `#` begins one that says nothing. Confined to the main thread.
final class PipedLines implements ShellLines {
    private final BufferedReader in;

    PipedLines(InputStream in) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable List<String> next() throws IOException {
        String line = in.readLine();
        if (line == null) {
            return null;
        }
        if (line.startsWith("#")) {
            return List.of();
        }
        StringBuilder whole = new StringBuilder(line);
        while (true) {
            try {
                return ShellParser.words(whole.toString());
            } catch (EOFError _) {
                String more = in.readLine();
                if (more == null) {
                    throw new UsageException("a quote is never closed");
                }
                whole.append('\n').append(more);
            }
        }
    }

    @Override
    public void running(Runnable line) {
        line.run();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
