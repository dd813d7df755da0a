package dev.longboat.bench;

import dev.longboat.bench.Act.Verb;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A door of `lbserver` through which a [Check] goes.
enum Door {
    /// `longboat.v1`, a call for each operation.
    NATIVE,
    /// `longboat.v1`, one stream for each client.
    SESSION,
    /// `keyvalue.KeyValue` of system A.
    A,
    /// `project.KeyValueStore` of system C.
    C,
    /// `kvs.KVS` of system D.
    D,
    /// The text protocol of system E, on a port of its own.
    E;

    /// The door of a name.
    ///
    /// @throws IllegalArgumentException when there is none, with those that there are
    static Door named(String label) {
        return Arrays.stream(values())
                .filter(door -> door.toString().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no door is named '" + label + "'; there are "
                        + Arrays.stream(values()).map(Door::toString).collect(Collectors.joining(", "))));
    }

    /// What can be asked for there.
    List<Verb> verbs() {
        return switch (this) {
            case NATIVE, SESSION -> List.of(Verb.values());
            case A -> List.of(Verb.SET, Verb.GET);
            case C, D -> List.of(Verb.SET, Verb.GET, Verb.DELETE);
            case E -> List.of(Verb.CREATE, Verb.UPDATE, Verb.GET, Verb.DELETE);
        };
    }

    /// A client of its own.
    ///
    /// @param endpoint `host:port` of the server's gRPC port; for [#E] of its text port
    Caller open(String endpoint) throws IOException {
        return switch (this) {
            case NATIVE -> NativeCaller.unary(endpoint);
            case SESSION -> NativeCaller.session(endpoint);
            case A -> new KeyValueCaller(endpoint);
            case C -> new ProjectCaller(endpoint);
            case D -> new KvsCaller(endpoint);
            case E -> new TextCaller(endpoint);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
