package dev.longboat.client;

/// Which versions a read may see: those at or before a revision, and within a bound. Immutable.
///
/// @param revision the revision; 0: the newest
/// @param bound    what limits the versions of each key besides
public record View(long revision, Bound bound) {
    /// A limit on a key's own clocks.
    public sealed interface Bound {}

    /// No limit.
    public record Unbounded() implements Bound {}

    /// Versions whose ordinal is at most this.
    public record OrdinalMax(long ordinal) implements Bound {}

    /// Versions whose stamp, in milliseconds since 1970, is at most this.
    public record StampMax(long stampMs) implements Bound {}

    /// The newest of each key.
    public static final View NEWEST = new View(0, new Unbounded());

    /// Checks that nothing is negative.
    public View {
        if (revision < 0) {
            throw new IllegalArgumentException("a revision is never negative: " + revision);
        }
    }

    /// The store as it was at `revision`.
    public static View at(long revision) {
        return new View(revision, new Unbounded());
    }

    /// Of each key the newest version whose ordinal is at most `ordinal`.
    public View ordinalMax(long ordinal) {
        return new View(revision, new OrdinalMax(ordinal));
    }

    /// Of each key the newest version whose stamp is at most `stampMs`.
    public View stampMax(long stampMs) {
        return new View(revision, new StampMax(stampMs));
    }

    View atRevision(long pinned) {
        return new View(pinned, bound);
    }
}
