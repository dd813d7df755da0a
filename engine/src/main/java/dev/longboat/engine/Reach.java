package dev.longboat.engine;

/// How far back reads reach along a key: what lies beyond is gone, whether or not a merge has
/// already left it out. So an answer never depends on how far the merges have come. Immutable.
///
/// Of the changes of a key that no removal has taken away, newest first,
/// - what is behind the first at or below the horizon is gone;
/// - of which only so many versions are kept, what has an ordinal that far behind the key's last is
///   gone, and what is behind a delete.
///
/// @param horizon the oldest revision that can be read; 0 when nothing was trimmed
/// @param versionsMax how many versions of a key are kept, from 1
record Reach(long horizon, int versionsMax) {
    static final Reach UNLIMITED = new Reach(0, Integer.MAX_VALUE);

    /// Whether only some versions of a key are kept.
    boolean limitsVersions() {
        return versionsMax < Integer.MAX_VALUE;
    }

    /// Whether a change has too low an ordinal.
    ///
    /// @param last the ordinal of the key's newest change
    boolean isBeyond(Moment at, long last) {
        return at.ordinal() <= last - versionsMax;
    }

    /// Whether this change hides everything behind it.
    boolean endsAt(Change change) {
        return change.at().revision() <= horizon || (limitsVersions() && change instanceof Change.Delete);
    }

    Reach trimmedTo(long revision) {
        return new Reach(Math.max(horizon, revision), versionsMax);
    }
}
