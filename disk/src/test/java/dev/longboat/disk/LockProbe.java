package dev.longboat.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Another process that opens a data directory: a real one, as seen from a test.
/// Confined to the test's thread.
final class LockProbe implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private LockProbe(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /// The other process: opens, says how that went, and stays until its input ends.
    static void main(String[] arguments) throws IOException {
        try (DataDirectory directory = DataDirectory.open(Path.of(arguments[0]))) {
            System.out.println("opened " + directory.identity().store());
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    static LockProbe start(Path root) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new LockProbe(new ProcessBuilder(
                        java,
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        LockProbe.class.getName(),
                        root.toString())
                .redirectErrorStream(true)
                .start());
    }

    /// What another process needs of the disk and its tests.
    static String classPath() {
        return pathOf(LinuxDisk.class) + ":" + pathOf(LockProbe.class);
    }

    private static String pathOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    long pid() {
        return process.pid();
    }

    /// What it said about its attempt.
    String answer() {
        try {
            return String.valueOf(output.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends it as SIGKILL does, and waits for that.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
