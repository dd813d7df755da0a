package dev.longboat.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// An `lbserver` in a process of its own, on a free port. Confined to the test's thread. Lifetime:
/// closing it kills the process.
final class ServerChild implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready on 127\\.0\\.0\\.1:(\\d+) in \\d+\\.\\d\\d s");

    private final Process process;
    private final Path log;
    private final List<String> screen = new ArrayList<>();
    private int port;

    private ServerChild(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// How the virtual machine of a server is run. Immutable.
    ///
    /// @param fileBlocksMax the largest file that it may write, in units of 512 bytes, or unlimited
    /// @param classPath where it finds its classes
    record Machine(String heap, String network, String fileBlocksMax, String classPath) {
        static final Machine USUAL = new Machine("512m", "512m", "unlimited", System.getProperty("java.class.path"));

        /// The usual one, in which some heap and network memory and large files are not to be had.
        static Machine of(String heap, String network, String fileBlocksMax) {
            return new Machine(heap, network, fileBlocksMax, USUAL.classPath());
        }

        /// One that lacks every part of the class path with `name` in its path.
        static Machine without(String name) {
            return new Machine(
                    USUAL.heap(),
                    USUAL.network(),
                    USUAL.fileBlocksMax(),
                    Arrays.stream(USUAL.classPath().split(":", -1))
                            .filter(part -> !part.contains(name))
                            .collect(Collectors.joining(":")));
        }
    }

    /// Starts a server and waits until it is ready.
    static ServerChild start(Path directory, String... options) throws IOException {
        return start(Machine.USUAL, directory, options);
    }

    /// Starts a server and waits until it is ready.
    static ServerChild start(Machine machine, Path directory, String... options) throws IOException {
        ServerChild child = launch(machine, directory, options);
        BufferedReader out = child.process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            child.screen.add(line);
            Matcher ready = READY.matcher(line);
            if (ready.matches()) {
                child.port = Integer.parseInt(ready.group(1));
                return child;
            }
        }
        throw new IOException("the server ended: " + child.log());
    }

    /// Starts a server and does not wait.
    static ServerChild launch(Path directory, String... options) throws IOException {
        return launch(Machine.USUAL, directory, options);
    }

    /// Starts a server and does not wait.
    static ServerChild launch(Machine machine, Path directory, String... options) throws IOException {
        Path log = Files.createTempFile("lbserver", ".log");
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "ulimit -f " + machine.fileBlocksMax() + " && exec \"$@\"",
                "sh",
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + machine.heap(),
                "-XX:MaxDirectMemorySize=" + machine.network(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                machine.classPath(),
                LbServer.class.getName(),
                "--data",
                directory.toString(),
                "--memory=64MiB"));
        if (Arrays.stream(options).noneMatch(option -> option.startsWith("--port"))) {
            command.add("--port=0");
        }
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LB_"));
        return new ServerChild(builder.start(), log);
    }

    int port() {
        return port;
    }

    String endpoint() {
        return "localhost:" + port;
    }

    List<String> screen() {
        return screen;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /// Sends SIGTERM.
    void terminate() {
        process.destroy();
    }

    /// Sends SIGKILL and waits for the end.
    void kill() {
        process.destroyForcibly();
        exitStatus();
    }

    int exitStatus() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the server does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        Files.deleteIfExists(log);
    }
}
