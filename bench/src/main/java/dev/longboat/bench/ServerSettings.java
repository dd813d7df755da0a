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
/// @param memoryMibMax how much memory it may write to, heap and all; 0 for any
record ServerSettings(Path data, Path log, Map<String, String> environment, List<String> arguments, int memoryMibMax) {
    /// With as much memory as it wants.
    ServerSettings(Path data, Path log, Map<String, String> environment, List<String> arguments) {
        this(data, log, environment, arguments, 0);
    }

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
        return new ServerSettings(data, log, more, arguments, memoryMibMax);
    }

    /// The same with other options.
    ServerSettings arguments(String... options) {
        return new ServerSettings(data, log, environment, List.of(options), memoryMibMax);
    }

    /// The same with a limit on its memory; 0 for none.
    ServerSettings memoryMibMax(int mib) {
        return new ServerSettings(data, log, environment, arguments, mib);
    }

    /// What is not as usual, for a reader: `LB_HEAP=256m --memory 64m`.
    String summary() {
        StringBuilder line = new StringBuilder();
        environment.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(variable -> line.append(variable + " "));
        if (memoryMibMax > 0) {
            line.append("(at most " + memoryMibMax + " MiB) ");
        }
        return (line + String.join(" ", arguments)).strip();
    }
}
