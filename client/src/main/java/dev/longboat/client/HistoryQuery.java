package dev.longboat.client;

/// A page of what happened to a key, newest first. Immutable.
///
/// @param key            the key
/// @param view           what is looked at; [View#NEWEST] for all there is
/// @param beforeRevision only what happened at lower revisions; 0: from the newest
/// @param limit          the most events of the page, to 1,000; 0: 1,000
/// @param keysOnly       whether values are left out
public record HistoryQuery(Key key, View view, long beforeRevision, int limit, boolean keysOnly) {
    /// Checks that nothing is negative.
    public HistoryQuery {
        if (beforeRevision < 0 || limit < 0) {
            throw new IllegalArgumentException("never negative: revision " + beforeRevision + ", limit " + limit);
        }
    }

    /// The newest page of a key's history.
    public static HistoryQuery of(Key key) {
        return new HistoryQuery(key, View.NEWEST, 0, 0, false);
    }

    /// The same in a view.
    public HistoryQuery in(View other) {
        return new HistoryQuery(key, other, beforeRevision, limit, keysOnly);
    }

    /// The page behind an event.
    public HistoryQuery before(KeyEvent last) {
        return new HistoryQuery(key, view, last.revision(), limit, keysOnly);
    }

    /// The same with pages of another length.
    public HistoryQuery limit(int events) {
        return new HistoryQuery(key, view, beforeRevision, events, keysOnly);
    }

    /// The same without the values.
    public HistoryQuery withoutValues() {
        return new HistoryQuery(key, view, beforeRevision, limit, true);
    }
}
