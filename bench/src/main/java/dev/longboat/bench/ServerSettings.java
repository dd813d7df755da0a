package dev.longboat.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a server of ours is run. Immutable.
///
/// @param data the directory of its store
/// @param log where what it says is appended
/// @param environment variables that it gets besides ours, such as `LB_HEAP`
/// @param arguments options besides `--port` and `--data`
record ServerSettings(Path data, Path log, Map<String, String> environment, List<String> arguments) {
    ServerSettings {
        environment = Map.copyOf(environment);
        arguments = List.copyOf(arguments);
    }

    /// A server with defaults, whose store and log lie below `directory`.
    static ServerSettings below(Path directory) {
        return new ServerSettings(directory.resolve("data"), directory.resolve("log"), Map.of(), List.of());
    }

    /// The same with one more variable.
    ServerSettings with(String variable, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(variable, value);
        return new ServerSettings(data, log, more, arguments);
    }

    /// The same with other options.
    ServerSettings arguments(String... options) {
        return new ServerSettings(data, log, environment, List.of(options));
    }

    /// What is not as usual, for a reader: `LB_HEAP=256m --memory 64m`.
    String summary() {
        StringBuilder line = new StringBuilder();
        environment.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(variable -> line.append(variable + " "));
        return (line + String.join(" ", arguments)).strip();
    }
}
