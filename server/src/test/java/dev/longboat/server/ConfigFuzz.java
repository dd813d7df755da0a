package dev.longboat.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The configuration file given any text: where a coverage-guided fuzzer enters, `make fuzz
/// TARGET=server`. Public, with a method of this name, since Jazzer asks for it. Settings or faults
/// come of it, and nothing is thrown. Immutable; holds nothing.
public final class ConfigFuzz {
    private ConfigFuzz() {}

    /// Gives one input to the reader of the configuration.
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> faults = new ArrayList<>();
        Map<Setting, Given> _ = ConfigFile.parse(new String(input, StandardCharsets.UTF_8), "lb.yaml", faults);
    }
}
