package dev.longboat.engine;

/// Which version of each key a read sees: the newest at or before a revision, and within a bound.
/// Immutable.
///
/// @param revision the revision to look back to; 0 for the newest
/// @param bound a further limit on one of a key's own clocks
public record View(long revision, Bound bound) {
    /// The newest version of each key.
    public static final View NEWEST = new View(0, Bound.NONE);

    public View {
        if (revision < 0) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.REVISION_NEGATIVE, "the revision " + revision + " is negative");
        }
    }

    /// Whether it is [#NEWEST].
    public boolean isNewest() {
        return revision == 0 && bound instanceof Bound.None;
    }

    /// What was newest at this revision; 0 for now.
    public static View at(long revision) {
        return new View(revision, Bound.NONE);
    }

    /// This view with a bound.
    public View within(Bound limit) {
        return new View(revision, limit);
    }

    /// A limit on a clock that runs along each key by itself.
    public sealed interface Bound {
        /// No limit.
        Bound NONE = new None();

        /// No limit.
        record None() implements Bound {}

        /// Versions whose ordinal is at most this.
        record OrdinalAtMost(long ordinal) implements Bound {}

        /// Versions whose stamp, in milliseconds, is at most this.
        record StampAtMost(long stamp) implements Bound {}
    }
}
