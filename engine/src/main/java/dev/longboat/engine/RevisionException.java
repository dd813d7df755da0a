package dev.longboat.engine;

/// A view asks for a revision that cannot be read.
public final class RevisionException extends StoreException {
    private static final long serialVersionUID = 1L;

    private final boolean future;
    private final long asked;
    private final long limit;

    private RevisionException(boolean future, long asked, long limit, String message) {
        super(message);
        this.future = future;
        this.asked = asked;
        this.limit = limit;
    }

    /// The revision has not been written yet.
    static RevisionException future(long asked, long newest) {
        return new RevisionException(
                true, asked, newest, "revision " + asked + " is in the future, the newest is " + newest);
    }

    /// The revision lies below the horizon.
    static RevisionException trimmed(long asked, long horizon) {
        return new RevisionException(
                false, asked, horizon, "revision " + asked + " has been trimmed, the oldest readable is " + horizon);
    }

    /// The version that was written at this revision has been removed since it was found.
    static RevisionException removed(long revision) {
        return new RevisionException(
                false, revision, revision, "the version of revision " + revision + " has been removed meanwhile");
    }

    /// Whether the revision lies ahead; else it lies below the horizon.
    public boolean isFuture() {
        return future;
    }

    /// The revision that was asked for.
    public long asked() {
        return asked;
    }

    /// The newest revision when ahead, else the oldest readable one.
    public long limit() {
        return limit;
    }
}
