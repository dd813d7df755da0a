package dev.longboat.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that has as many files open as it may still begins files and syncs directories, by
/// handles that it kept; readers are refused, and told why.
final class SpareHandlesTest {
    @Test
    void processWithoutFileHandles_goesOnWriting_andRecovers(@TempDir Path root)
            throws IOException, InterruptedException {
        assertThat(HandleHog.run(root))
                .containsExactly(
                        "rehearsed: nothing",
                        "refused: IDENTITY: open: Too many open files",
                        "held at first: 8",
                        "refused: a: open: Too many open files",
                        "written without a handle to be had",
                        "open: one two three a",
                        "refused: five: create: Too many open files",
                        "list: [IDENTITY, LOCK, a, one, refill, three, two]",
                        "held at last: 8",
                        "held when closed: 0");
    }
}
