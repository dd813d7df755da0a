package dev.longboat.engine;

/// What a look at memory alone tells of a key. Immutable.
public sealed interface Lookup {
    /// The key is there, its value at hand.
    record Found(KeyValue found) implements Lookup {}

    /// The key is not there.
    record Absent() implements Lookup {}

    /// Only the disk can tell; ask [Store#get], which may block.
    record OnDisk() implements Lookup {}
}
