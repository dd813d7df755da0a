package dev.longboat.engine;

/// How far a watch is known to have nothing unread. Guarded by the [ChangeFeed] that it is
/// registered with; the rest is immutable.
final class Follower {
    /// Nothing that was applied is unread.
    static final long NOTHING = Long.MAX_VALUE;

    private final byte[] from;
    private final byte[] to;
    private final boolean single;
    private final Runnable signal;

    /// Nothing before this revision is unread.
    private long unread;

    /// @param signal called when something is unread that was not: on a thread that must not wait
    Follower(KeyRange keys, long unread, Runnable signal) {
        this.from = StoredKeys.of(keys.fromArray());
        this.to = keys.toArray().map(StoredKeys::of).orElseGet(StoredKeys::end);
        this.single = keys.single().isPresent();
        this.unread = unread;
        this.signal = signal;
    }

    /// The first place of the range among stored keys.
    byte[] from() {
        return from;
    }

    /// The first place behind it.
    byte[] to() {
        return to;
    }

    /// Whether the range holds one key: [#from()].
    boolean isSingle() {
        return single;
    }

    Runnable signal() {
        return signal;
    }

    long unread() {
        return unread;
    }

    void unread(long revision) {
        unread = revision;
    }
}
