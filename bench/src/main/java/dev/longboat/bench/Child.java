package dev.longboat.bench;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A process that we started, and end: it never outlives this one. Safe for concurrent use.
final class Child implements Closeable {
    private static final Duration STOP_MAX = Duration.ofMinutes(2);
    private static final int LOG_LINES = 20;
    private static final int FREEZE_MILLIS = 5;

    private final String name;
    private final Process process;
    private final Path log;
    private final long startedNanos;

    private Child(String name, Process process, Path log, long startedNanos) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.startedNanos = startedNanos;
    }

    /// Starts a program.
    ///
    /// @param environment variables that it gets besides ours
    /// @param log where both its outputs are appended
    /// @param listener is told each line of its standard output, on a thread of its own
    static Child start(List<String> command, Map<String, String> environment, Path log, Consumer<String> listener)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        long startedNanos = System.nanoTime();
        Process process = builder.start();
        String name = Path.of(command.getFirst()).getFileName().toString();
        Child child = new Child(name, process, log, startedNanos);
        child.endWithUs();
        Thread.ofPlatform().daemon().name(name + "-output").start(() -> child.listen(listener));
        process.getOutputStream().close();
        return child;
    }

    /// A laboratory that is interrupted leaves no process behind.
    private void endWithUs() {
        Thread end = Thread.ofPlatform().unstarted(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        CompletableFuture<Void> _ = process.onExit().thenRun(() -> forget(end));
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The hooks run.
        }
    }

    private void listen(Consumer<String> listener) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                listener.accept(line);
                Files.writeString(log, line + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException _) {
            // It ended in the middle of a line.
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /// Completes with its exit code when it has ended.
    CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /// Waits for its end.
    ///
    /// @return its exit code; empty when it still runs after `most`
    OptionalInt awaitEnd(Duration most) throws InterruptedException {
        return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    /// Stops it where it is, for good: SIGSTOP. No thread of it does anything when this returns,
    /// but what the kernel does for it meanwhile comes to its end.
    void freeze() throws IOException, InterruptedException {
        Tool.of("sh", "-c", "kill -STOP " + pid()).run();
        TimeUnit.MILLISECONDS.sleep(FREEZE_MILLIS);
    }

    /// Cuts it off in the middle of whatever it does: SIGKILL. Returns when it is gone.
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /// Asks it to end, as an operator does: SIGTERM.
    ///
    /// @return its exit code
    /// @throws IOException when it does not end in time
    int stop() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                kill();
                throw new IOException(name + " did not end within " + STOP_MAX.toSeconds() + " s of SIGTERM");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            kill();
        }
        return process.exitValue();
    }

    /// The same.
    ///
    /// @param status the exit code that says that it ended in order
    /// @throws IOException when it does not end in time, or with another exit code
    void stop(int status) throws IOException {
        if (stop() != status) {
            throw failure("ended");
        }
    }

    /// What to throw when it did something wrong: what, its exit code when it has ended, and the
    /// end of its log.
    IOException failure(String what) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return new IOException(name + " " + what + (isAlive() ? "" : " with exit code " + process.exitValue())
                + "; its log ends:\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())));
    }

    /// Ends it if it still runs.
    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }
}
