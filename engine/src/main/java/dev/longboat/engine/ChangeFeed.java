package dev.longboat.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tells watches that something has happened to their keys, and which keys the newest revisions
/// changed. It is told of a revision when that is durable, before anyone can see it; it holds no
/// event, so a watch that does not read costs nothing but its place in a list.
///
/// Safe for concurrent use. [#add] and [#wake] belong to the store-journal thread (to the opening
/// one during replay).
final class ChangeFeed {
    /// The most and the least of the budget that one pass over the past may take.
    private static final long PASS_BYTES_MAX = 4L << 20;

    private static final int PASSES_MAX = 256;

    private final long passesBytes;

    @GuardedBy("this")
    private final RecentChanges recent;

    /// Followers of one key, by that key.
    @GuardedBy("this")
    private final Map<ByteBuffer, Set<Follower>> ofKeys = new HashMap<>();

    @GuardedBy("this")
    private final Set<Follower> ofRanges = new LinkedHashSet<>();

    /// Whom to signal when what was added can be seen.
    @GuardedBy("this")
    private List<Follower> due = new ArrayList<>();

    @GuardedBy("this")
    private int passes;

    /// @param bytesMax for the newest revisions, and as much again for passes over older ones
    /// @param next the revision that comes next
    ChangeFeed(long bytesMax, long next) {
        this.recent = new RecentChanges(bytesMax, next);
        this.passesBytes = bytesMax;
    }

    /// An entry is durable; what it changed is about to be seen.
    ///
    /// @param storedKeys that its transactions changed, each of which took the next revision; not
    ///     changed by anyone
    synchronized void add(List<List<byte[]>> storedKeys) {
        for (List<byte[]> keys : storedKeys) {
            long revision = recent.end();
            recent.add(keys.toArray(byte[][]::new));
            for (byte[] key : keys) {
                notice(key, revision);
            }
        }
    }

    @GuardedBy("this")
    private void notice(byte[] storedKey, long revision) {
        if (!ofKeys.isEmpty()) {
            ofKeys.getOrDefault(ByteBuffer.wrap(storedKey), Set.of()).forEach(each -> notice(each, revision));
        }
        for (Follower each : ofRanges) {
            if (ChangedKeys.isWithin(storedKey, each.from(), each.to())) {
                notice(each, revision);
            }
        }
    }

    @GuardedBy("this")
    private void notice(Follower follower, long revision) {
        if (follower.unread() == Follower.NOTHING) {
            follower.unread(revision);
            due.add(follower);
        }
    }

    /// What was added can be seen.
    void wake() {
        List<Follower> woken;
        synchronized (this) {
            if (due.isEmpty()) {
                return;
            }
            woken = due;
            due = new ArrayList<>();
        }
        woken.forEach(each -> each.signal().run());
    }

    /// The store has failed or is closed: nobody waits any longer.
    void wakeAll() {
        List<Follower> all;
        synchronized (this) {
            all = new ArrayList<>(ofRanges);
            ofKeys.values().forEach(all::addAll);
        }
        all.forEach(each -> each.signal().run());
    }

    /// From now on the follower is told.
    synchronized void register(Follower follower) {
        if (follower.isSingle()) {
            ofKeys.computeIfAbsent(ByteBuffer.wrap(follower.from()), _ -> new LinkedHashSet<>())
                    .add(follower);
        } else {
            ofRanges.add(follower);
        }
    }

    synchronized void unregister(Follower follower) {
        ofRanges.remove(follower);
        ofKeys.computeIfPresent(ByteBuffer.wrap(follower.from()), (_, followers) -> {
            followers.remove(follower);
            return followers.isEmpty() ? null : followers;
        });
    }

    /// The first revision that may be unread.
    ///
    /// @param next everything before it has been told
    /// @param revision the store's, read before this call
    synchronized long skipQuiet(Follower follower, long next, long revision) {
        return Math.max(next, Math.min(follower.unread(), revision + 1));
    }

    /// Everything before `next` has been told.
    ///
    /// @return whether there may be more to read at once; else a signal will say when
    synchronized boolean read(Follower follower, long next) {
        follower.unread(next >= recent.end() ? Follower.NOTHING : next);
        return follower.unread() != Follower.NOTHING;
    }

    /// The lowest revision whose changed keys are here.
    synchronized long first() {
        return recent.first();
    }

    /// Which of a follower's keys revisions changed, one after another.
    ///
    /// @param revisionsMax the most to answer
    /// @return empty when the first is no longer here
    List<ChangedKeys> changed(Follower follower, long first, long last, int revisionsMax) {
        List<byte[][]> found = new ArrayList<>();
        synchronized (this) {
            if (first < recent.first()) {
                return List.of();
            }
            long end = Math.min(Math.min(last + 1, recent.end()), first + revisionsMax);
            for (long revision = first; revision < end; revision++) {
                found.add(recent.of(revision));
            }
        }
        List<ChangedKeys> changed = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            changed.add(ChangedKeys.within(first + i, found.get(i), follower.from(), follower.to()));
        }
        return changed;
    }

    /// A pass over the past begins.
    ///
    /// @return how many bytes of memory it may take
    synchronized long beginPass() {
        passes++;
        return Math.min(PASS_BYTES_MAX, passesBytes / Math.min(passes, PASSES_MAX));
    }

    synchronized void endPass() {
        passes--;
    }
}
