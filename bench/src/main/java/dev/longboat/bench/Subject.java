package dev.longboat.bench;

import java.io.IOException;
import java.util.Optional;
import java.util.Random;

/// A program that a laboratory tries: ours, or a peer. Immutable.
interface Subject {
    /// What the column is called.
    String name();

    /// Why it cannot be tried on this machine, if so.
    Optional<String> missing();

    /// Whether it keeps every version, readable by its revision.
    boolean remembers();

    /// Starts it over what lies on `ground`, with options that `random` draws, and does not wait
    /// for it.
    Server launch(Ground ground, Random random) throws IOException;
}
