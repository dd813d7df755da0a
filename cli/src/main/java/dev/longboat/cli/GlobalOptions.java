package dev.longboat.cli;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.Endpoint;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every verb takes, before it or behind it. The command line wins over the
/// environment. Confined to the main thread.
final class GlobalOptions {
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
            description = "Talk in English (en), Spanish (es) or Portuguese (pt); default the locale's language,"
                    + " else English. es also answers in the words of the classic client where no -o is given."
                    + " Environment: LB_LANG.")
    private @Nullable Language lang;

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
            throw new UsageException("--endpoint already says what --host and --port would");
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
        String envPort = env("LB_PORT");
        int somePort = port != null
                ? port("--port", Integer.toString(port))
                : envPort != null ? port("LB_PORT", envPort) : Endpoint.PORT_DEFAULT;
        try {
            return new Endpoint(someHost, somePort);
        } catch (IllegalArgumentException _) {
            throw new UsageException("a server's name or address is not '%s'", someHost);
        }
    }

    private static int port(String name, String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= 65_535) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new UsageException("%s: a port is 1 to 65535, not %s", name, text);
    }

    private static Endpoint parse(String name, String text) {
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException _) {
            throw new UsageException(
                    "%s: an endpoint is HOST:PORT or HOST, with a port of 1 to 65535; this is none: %s", name, text);
        }
    }

    /// How the client behaves.
    ClientOptions clientOptions() {
        Duration time = timeout;
        String envTimeout = env("LB_TIMEOUT");
        if (time == null && envTimeout != null) {
            time = TimeoutConverter.time("LB_TIMEOUT", envTimeout);
        }
        return time == null
                ? ClientOptions.DEFAULTS
                : ClientOptions.DEFAULTS.deadline(time).idleDeadline(time);
    }

    /// The format, when one was chosen.
    @Nullable
    OutputFormat output() {
        return output != null ? output : env("LB_OUTPUT", OutputFormat.values());
    }

    /// The classic words, when they were chosen: by --classic in the language that is spoken, or by
    /// --lang es where no format was.
    @Nullable
    ClassicWords words(Language spoken) {
        Language named = lang != null ? lang : env("LB_LANG", Language.values());
        if (classic) {
            return spoken == Language.es ? ClassicWords.es : ClassicWords.en;
        }
        return named == Language.es && output() == null ? ClassicWords.es : null;
    }

    private <E extends Enum<E>> @Nullable E env(String name, E[] known) {
        String text = env(name);
        for (E one : known) {
            if (one.name().equals(text)) {
                return one;
            }
        }
        if (text == null) {
            return null;
        }
        throw UsageException.noneOf(name, known, text);
    }

    private @Nullable String env(String name) {
        String value = env.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
