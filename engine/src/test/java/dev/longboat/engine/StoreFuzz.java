package dev.longboat.engine;

import java.io.IOException;
import java.util.UUID;

/// Where a coverage-guided fuzzer enters: `make fuzz TARGET=engine/ENTRY`. Public, with a method of
/// this name, since Jazzer asks for it; the system property `longboat.fuzz` names the [FuzzTarget].
/// Immutable; holds nothing.
public final class StoreFuzz {
    private static final FuzzTarget TARGET = FuzzTarget.valueOf(System.getProperty("longboat.fuzz", "ENTRY"));

    private StoreFuzz() {}

    /// Makes what inputs are held against, which takes longer than any input may.
    public static void fuzzerInitialize() throws IOException {
        UUID _ = FuzzedStore.id();
    }

    /// Gives one input to the target.
    public static void fuzzerTestOneInput(byte[] input) {
        TARGET.eat(input);
    }
}
