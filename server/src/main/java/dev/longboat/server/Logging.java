package dev.longboat.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Logs: on standard error, as text or as JSON, one event a line; warnings as text until something
/// else is chosen. What the JDK's loggers say (the engine, gRPC) goes the same way.
///
/// Logback finds it as a service when the first logger is asked for, so that no event is written
/// otherwise, whoever asks. Safe for concurrent use.
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} [%thread] %msg%n%ex";

    private static ServerConfig.LogFormat format = ServerConfig.LogFormat.TEXT;
    private static String level = "warn";
    private static @Nullable LoggerContext started;

    /// Looks for everything that logs and writes logs, on a thread of its own: services are looked
    /// up in every jar, which takes a tenth of a second. Events of meanwhile wait for it.
    static void begin() {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // it would warn of events that waited
        Thread.ofPlatform().daemon().name("lb-logging").start(LoggerFactory::getILoggerFactory);
    }

    /// Chooses how and from which level on events are written, from now on.
    static synchronized void choose(ServerConfig.LogFormat format, String level) {
        Logging.format = format;
        Logging.level = level;
        if (started != null) {
            set(started);
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        synchronized (Logging.class) {
            started = context;
            set(context);
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static void set(LoggerContext context) {
        context.reset();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder(context));
        console.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(Level.toLevel(level));
        if (root.getLevel().isGreaterOrEqual(Level.DEBUG)) {
            // What callers do wrong is told to them; gRPC and Netty would write a stack for each.
            context.getLogger("io.grpc").setLevel(Level.ERROR);
            context.getLogger("io.netty").setLevel(Level.ERROR);
        }
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context) {
        return switch (format) {
            case TEXT -> {
                PatternLayoutEncoder text = new PatternLayoutEncoder();
                text.setContext(context);
                text.setPattern(PATTERN);
                text.start();
                yield text;
            }
            case JSON -> {
                JsonEncoder json = new JsonEncoder();
                json.setContext(context);
                json.start();
                yield json;
            }
        };
    }
}
