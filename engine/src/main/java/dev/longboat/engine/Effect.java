package dev.longboat.engine;

/// What a transaction does to one key, worked out by the proposer: everything that a node needs to
/// apply it without looking at anything else (E2). Immutable.
sealed interface Effect {
    Key key();

    Moment at();

    /// How the number of keys that exist changes: -1, 0 or 1.
    int keysDelta();

    record Put(Key key, Moment at, int keysDelta, long createRevision, long version, long lease, NewValue value)
            implements Effect {}

    record Delete(Key key, Moment at, int keysDelta) implements Effect {}

    record Removal(Key key, Moment at, int keysDelta, long from, long to) implements Effect {}
}
