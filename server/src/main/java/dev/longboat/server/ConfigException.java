package dev.longboat.server;

import java.util.List;

/// A configuration is wrong. Carries every fault, each a sentence with its place. Immutable.
final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    ConfigException(List<String> faults) {
        super(String.join("\n", faults));
        this.faults = List.copyOf(faults);
    }

    List<String> faults() {
        return faults;
    }
}
