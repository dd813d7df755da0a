package dev.longboat.client;

/// What a call does to the store, which decides what its failure means. Immutable.
enum Effect {
    /// It changes nothing.
    READ,
    /// It may change something.
    WRITE
}
