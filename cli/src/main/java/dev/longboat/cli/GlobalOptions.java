package dev.longboat.cli;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.Endpoint;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The options that every verb takes, before it or behind it. The command line wins over the
/// environment. Confined to the main thread.
final class GlobalOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            scope = ScopeType.INHERIT,
            description = "The server's port; default 50051. Environment: LB_PORT.")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            scope = ScopeType.INHERIT,
            description = "The server's name or address; default localhost. Environment: LB_HOST.")
    private @Nullable String host;

    @Option(
            names = "--endpoint",
            paramLabel = "HOST:PORT",
            scope = ScopeType.INHERIT,
            description = "Both in one. Environment: LB_ENDPOINT.")
    private @Nullable String endpoint;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeoutConverter.class,
            scope = ScopeType.INHERIT,
            description = "The longest that the call may take, such as 500ms, 10s or 2m; for streams, that"
                    + " they may stand still. Default 10s. Environment: LB_TIMEOUT.")
    private @Nullable Duration timeout;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "table, json, ndjson, csv or raw; default table, but raw for a get that no terminal reads."
                    + " Environment: LB_OUTPUT.")
    private @Nullable OutputFormat output;

    @Option(
            names = {"-e", "--escapes"},
            scope = ScopeType.INHERIT,
            description = "Read \\n, \\t, \\r, \\\\ and \\xNN in keys and values, as tables show them.")
    private boolean escapes;

    @Option(
            names = "--lang",
            paramLabel = "LANGUAGE",
            scope = ScopeType.INHERIT,
            description = "es: answer in the words of the classic client. Environment: LB_LANG.")
    private @Nullable String lang;

    @Option(
            names = "--classic",
            scope = ScopeType.INHERIT,
            description = "Answer as the classic client did, in the language of the locale.")
    private boolean classic;

    private Map<String, String> env = Map.of();

    void env(Map<String, String> env) {
        this.env = env;
    }

    boolean escapes() {
        return escapes;
    }

    /// Where the server is.
    Endpoint endpoint() {
        if (endpoint != null && (host != null || port != null)) {
            throw usage("--endpoint already says what --host and --port would");
        }
        if (endpoint != null) {
            return parse("--endpoint", endpoint);
        }
        String envEndpoint = env("LB_ENDPOINT");
        if (host == null && port == null && envEndpoint != null) {
            return parse("LB_ENDPOINT", envEndpoint);
        }
        String envHost = env("LB_HOST");
        String someHost = host != null ? host : envHost != null ? envHost : "localhost";
        try {
            return new Endpoint(someHost, port());
        } catch (IllegalArgumentException e) {
            throw usage((port != null ? "--port: " : "") + e.getMessage());
        }
    }

    private int port() {
        String envPort = env("LB_PORT");
        if (port != null) {
            return port;
        }
        if (envPort == null) {
            return Endpoint.PORT_DEFAULT;
        }
        try {
            return Integer.parseInt(envPort);
        } catch (NumberFormatException _) {
            throw usage("LB_PORT: a port is a number, not '" + envPort + "'");
        }
    }

    private Endpoint parse(String name, String text) {
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException e) {
            throw usage(name + ": " + e.getMessage());
        }
    }

    /// How the client behaves.
    ClientOptions clientOptions() {
        Duration time = timeout;
        String envTimeout = env("LB_TIMEOUT");
        if (time == null && envTimeout != null) {
            try {
                time = new TimeoutConverter().convert(envTimeout);
            } catch (RuntimeException e) {
                throw usage("LB_TIMEOUT: " + e.getMessage());
            }
        }
        return time == null
                ? ClientOptions.DEFAULTS
                : ClientOptions.DEFAULTS.deadline(time).idleDeadline(time);
    }

    /// The format, when one was chosen.
    @Nullable
    OutputFormat output() {
        String envOutput = env("LB_OUTPUT");
        if (output != null || envOutput == null) {
            return output;
        }
        return Arrays.stream(OutputFormat.values())
                .filter(format -> format.name().equals(envOutput))
                .findFirst()
                .orElseThrow(() ->
                        usage("LB_OUTPUT: expected one of table, json, ndjson, csv, raw but was '" + envOutput + "'"));
    }

    /// The classic words, when they were chosen: by --lang es, or by --classic in the locale's
    /// language.
    @Nullable
    ClassicWords words(Surroundings here) {
        String language = lang != null ? lang : env("LB_LANG");
        if (language != null && !language.equals("es") && !language.equals("en")) {
            throw usage("--lang is es or en, not '" + language + "'");
        }
        if (classic) {
            String spoken = language != null ? language : here.language();
            return spoken.equals("es") ? ClassicWords.es : ClassicWords.en;
        }
        return "es".equals(language) ? ClassicWords.es : null;
    }

    private @Nullable String env(String name) {
        String value = env.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
