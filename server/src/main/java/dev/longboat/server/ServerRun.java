package dev.longboat.server;

import dev.longboat.engine.BackupException;
import dev.longboat.engine.CompressionException;
import dev.longboat.engine.CorruptionException;
import dev.longboat.engine.Finding;
import dev.longboat.engine.InvalidRequestException;
import dev.longboat.engine.ResourceExhaustedException;
import dev.longboat.engine.RevisionException;
import dev.longboat.engine.StoreClosedException;
import dev.longboat.engine.StoreDoctor;
import dev.longboat.engine.StoreDump;
import dev.longboat.engine.StoreException;
import dev.longboat.engine.StoreFailedException;
import dev.longboat.engine.StoreFormatException;
import dev.longboat.engine.StoreLockedException;
import dev.longboat.engine.StoreReport;
import dev.longboat.engine.StoreVerifier;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// One run of the server: from a configuration to an exit code. Confined to the main thread.
final class ServerRun {
    private static final System.Logger LOGGER = System.getLogger(ServerRun.class.getName());

    private final ServerConfig config;
    private final PrintStream out;
    private final PrintStream err;
    /// Completes with the signal that stops the run, or exceptionally with what made the store
    /// fail.
    private final CompletableFuture<String> end = new CompletableFuture<>();

    ServerRun(ServerConfig config, PrintStream out, PrintStream err) {
        this.config = config;
        this.out = out;
        this.err = err;
    }

    ExitCode run() {
        Logging.choose(config.logFormat(), config.logLevel());
        Thread.setDefaultUncaughtExceptionHandler(new LastResort());
        Signals.handle(end::complete);
        String version = Version.current();
        try (RunningServer server = RunningServer.start(config, version)) {
            var _ = server.failure().thenAccept(end::completeExceptionally);
            StartScreen.lines(config, server, version, secondsSinceStart()).forEach(out::println);
            out.flush();
            return serve(server);
        } catch (ConfigException e) {
            e.faults().forEach(this::tell);
            return ExitCode.USAGE;
        } catch (StoreException e) {
            return told(e);
        } catch (IOException e) {
            tell("cannot listen on " + String.join(", ", config.listen()) + ", port " + ports() + ": " + rootMessage(e)
                    + ". Is another server running? --port picks another port, 0 a free one");
            return ExitCode.CANNOT_LISTEN;
        }
    }

    private ExitCode serve(RunningServer server) {
        try {
            String signal = end.join();
            LOGGER.log(System.Logger.Level.INFO, "{0}: stopping", signal);
        } catch (java.util.concurrent.CompletionException e) {
            LOGGER.log(System.Logger.Level.ERROR, "the store has failed, the server ends", e.getCause());
            server.abandon();
            // The medium is in doubt: nothing more is written, not even the mark of an orderly end.
            Runtime.getRuntime().halt(ExitCode.STORE_FAILED.status());
        }
        server.close();
        LOGGER.log(System.Logger.Level.INFO, "stopped, everything acknowledged is on disk");
        return ExitCode.STOPPED;
    }

    /// Describes the files in the data directory, which no server should have open; changes
    /// nothing.
    ExitCode dump() {
        try {
            StoreDump.describe(config.data(), out::println);
            return ExitCode.STOPPED;
        } catch (StoreException e) {
            return told(e);
        }
    }

    /// Reads everything in the data directory against its checksums; changes nothing.
    ExitCode verify() {
        try {
            StoreReport report = StoreVerifier.verify(config.data(), line -> out.println("read    " + line));
            report.findings().stream()
                    .filter(finding -> finding.kind() == Finding.Kind.DAMAGE)
                    .forEach(
                            finding -> out.println("DAMAGE  " + finding.file() + " from byte " + finding.offset() + ": "
                                    + finding.problem()
                                    + (finding.keys().isEmpty() ? "" : "; keys: " + finding.keys())));
            return verdict(report);
        } catch (StoreException e) {
            return told(e);
        }
    }

    /// Explains the data directory, and repairs what is safe when that is wanted.
    ExitCode doctor(boolean repair) {
        try {
            return verdict(StoreDoctor.examine(config.data(), repair, out::println));
        } catch (StoreException e) {
            return told(e);
        }
    }

    private ExitCode verdict(StoreReport report) {
        out.println(report.isSound() ? "verdict sound" : "verdict damaged");
        return report.isSound() ? ExitCode.STOPPED : ExitCode.DATA_DAMAGED;
    }

    private ExitCode told(StoreException e) {
        String data = "the data directory " + config.data().toAbsolutePath().normalize() + " ";
        return switch (e) {
            case StoreLockedException _ -> {
                tell(data + "is in use: " + e.getMessage() + " (--data)");
                yield ExitCode.DATA_LOCKED;
            }
            case StoreFormatException _ -> {
                tell(data + "cannot be used: " + e.getMessage() + ". Nothing was changed; give another with --data");
                yield ExitCode.DATA_FOREIGN;
            }
            case CorruptionException _ -> {
                tell(data + "is damaged: " + e.getMessage()
                        + ". Nothing was changed; keep a copy of it, and bring it back from a backup");
                yield ExitCode.DATA_DAMAGED;
            }
            case CompressionException _ -> {
                tell(e.getMessage() + " (--compression). Nothing was changed");
                yield ExitCode.USAGE;
            }
            case ResourceExhaustedException _, StoreFailedException _ -> {
                tell(data + "cannot be opened: " + e.getMessage());
                yield ExitCode.DATA_UNUSABLE;
            }
            case InvalidRequestException _, RevisionException _, StoreClosedException _, BackupException _ -> throw e;
        };
    }

    private String ports() {
        String ports = config.ports().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return config.textPort().isPresent()
                ? ports + ", text port " + config.textPort().getAsInt()
                : ports;
    }

    private void tell(String fault) {
        err.println("lbserver: " + fault);
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static double secondsSinceStart() {
        return ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
    }
}
