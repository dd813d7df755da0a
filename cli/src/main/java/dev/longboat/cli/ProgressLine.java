package dev.longboat.cli;

import dev.longboat.client.Progress;
import java.io.PrintStream;

/// Shows on a terminal how far a long value has come, in one line that rewrites itself. Confined to
/// the main thread.
final class ProgressLine implements Progress, AutoCloseable {
    private static final long STEP_BYTES = 1 << 20;

    private final PrintStream err;
    private long shownBytes;

    private ProgressLine(PrintStream err) {
        this.err = err;
    }

    static ProgressLine on(Surroundings here) {
        return new ProgressLine(here.err());
    }

    @Override
    public void moved(long bytesDone, long bytesTotal) {
        if (bytesDone < shownBytes + STEP_BYTES) {
            return;
        }
        shownBytes = bytesDone;
        String of = bytesTotal < 0
                ? ""
                : " of %s, %d %%".formatted(ByteCount.of(bytesTotal), bytesDone * 100 / Math.max(1, bytesTotal));
        err.print("\r\033[K" + ByteCount.of(bytesDone) + of);
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
