package dev.longboat.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The embedded example says what its comments promise (X1), and does so again (X2).
final class EmbeddedStoreTest {
    @TempDir
    private Path directory;

    @Test
    void example_saysWhatItPromises_andAgainOverWhatItLeft() throws IOException {
        assertThat(said()).containsExactly(Expected.lines(1, "the snapshot has 1000 numbers, the store 0"));
        assertThat(said()).containsExactly(Expected.lines(2, "the snapshot has 1000 numbers, the store 0"));
    }

    private List<String> said() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        EmbeddedStore.run(directory, new PrintStream(bytes, true, UTF_8));
        return bytes.toString(UTF_8).lines().toList();
    }
}
