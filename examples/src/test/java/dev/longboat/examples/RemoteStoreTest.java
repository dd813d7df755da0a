package dev.longboat.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The remote example, against a server in a process of its own, says what its comments promise
/// (X1), and does so again (X2).
final class RemoteStoreTest {
    private static final Pattern READY = Pattern.compile("ready on \\S+:(\\d+) .*");

    @TempDir
    private Path directory;

    private Process server;
    private String endpoint;

    @BeforeEach
    void startServer() throws IOException {
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.longboat.server.LbServer",
                        "--port=0",
                        "--memory=16MiB",
                        "--data=" + directory.resolve("data"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader lines = server.inputReader();
        Matcher ready = READY.matcher("");
        while (!ready.matches()) {
            String line = lines.readLine();
            assertThat(line).as("the server ends before it is ready").isNotNull();
            ready.reset(line);
        }
        endpoint = "localhost:" + ready.group(1);
    }

    @AfterEach
    void stopServer() {
        server.destroyForcibly().onExit().join();
    }

    @Test
    void example_saysWhatItPromises_andAgainOverWhatItLeft() throws IOException {
        assertThat(said()).containsExactly(Expected.lines(1));
        assertThat(said()).containsExactly(Expected.lines(2));
    }

    private List<String> said() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RemoteStore.run(endpoint, new PrintStream(bytes, true, UTF_8));
        return bytes.toString(UTF_8).lines().toList();
    }
}
