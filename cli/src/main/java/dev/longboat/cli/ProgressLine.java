package dev.longboat.cli;

import dev.longboat.client.Progress;
import java.io.PrintStream;

/// Shows on a terminal how far a long value has come, in one line that rewrites itself. Confined to
/// the main thread.
final class ProgressLine implements Progress, AutoCloseable {
    private static final long STEP_BYTES = 1 << 20;

    private final PrintStream err;
    private final Words words;
    private long shownBytes;

    private ProgressLine(PrintStream err, Words words) {
        this.err = err;
        this.words = words;
    }

    static ProgressLine on(Surroundings here) {
        return new ProgressLine(here.err(), here.words());
    }

    @Override
    public void moved(long bytesDone, long bytesTotal) {
        if (bytesDone < shownBytes + STEP_BYTES) {
            return;
        }
        shownBytes = bytesDone;
        String done = ByteCount.of(bytesDone);
        long percent = bytesDone * 100 / Math.max(1, bytesTotal);
        String line = bytesTotal < 0 ? done : words.told("%s of %s, %d %%", done, ByteCount.of(bytesTotal), percent);
        err.print("\r\033[K" + line);
        err.flush();
    }

    /// Clears the line.
    @Override
    public void close() {
        if (shownBytes > 0) {
            err.print("\r\033[K");
            err.flush();
        }
    }
}
