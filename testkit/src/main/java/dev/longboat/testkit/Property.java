package dev.longboat.testkit;

/// Something that must hold for every seed.
@FunctionalInterface
public interface Property {
    /// Fails, by any exception or error, when it does not hold for `seed`.
    void holds(long seed) throws Exception;
}
