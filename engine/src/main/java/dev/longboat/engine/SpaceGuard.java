package dev.longboat.engine;

import dev.longboat.disk.Ballast;
import dev.longboat.disk.Clock;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.ExhaustedException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Decides whether there is room for new values. While there is none they are refused, so that what
/// room there is stays for what makes more: deletes and removals, flushes, merges, the manifest.
///
/// **The disk.** The ballast is *held*, or *owed* (none is there yet, and there is room for it), or
/// it is *spent*: the disk was met full, and the ballast was given up so that work goes on.
///
/// ```
///     owed --made--> held --disk full--> spent --room again, made--> held
///       \---------disk full---------------^
/// ```
///
/// While it is spent, new values are refused. It is made anew when the disk has half as much again
/// as it takes, so that a little room that comes and goes changes nothing. Whether it has is looked
/// at when somebody needs it: when something is proposed, when the statistics are asked for, and
/// after each piece of housekeeping; between, nobody asks. An attempt that failed for want of room,
/// or a piece of housekeeping that did, is repeated only when more is free than was then, or after
/// ten seconds. An attempt that failed for another reason leaves the ballast owed: new values are
/// taken without one, and it is tried again after ten seconds, then twenty, up to ten minutes.
///
/// Without a ballast every write finds out for itself.
///
/// While new values are refused, for the disk or for the quota, room is *pressed*: housekeeping
/// gives back what it can, however little. Purges, trims and erases stop while less is free than a
/// flush and then a merge of all tables write, between a quarter of the ballast and seven eighths,
/// so that they do not take the room in which theirs is given back. Deletes stop a little earlier:
/// they may make no room, and must leave some for what does. What a merge that is under way may
/// still write is kept free besides: one that finds its room taken has only written garbage.
///
/// Safe for concurrent use. Its monitor is held while the ballast is given up or made: then whoever
/// meets the full disk waits for the bytes to be free.
final class SpaceGuard {
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long RETRY_NANOS_MAX = TimeUnit.MINUTES.toNanos(10);
    private static final int EDITS_SHARE = 16;
    private static final System.Logger LOGGER = System.getLogger("dev.longboat.engine");

    private final Disk disk;
    private final Clock clock;
    private final Ballast ballast;
    private final Quota quota;
    private final LongSupplier mergeBytes;

    /// What the merge under way may write, 0 between merges. Written by the store-compaction
    /// thread.
    private volatile long promisedBytes;

    private volatile Reserve reserve;
    private volatile Runnable wake = () -> {};

    /// Where the ballast is.
    private sealed interface Reserve {
        /// It is there, or none is wanted.
        record Held() implements Reserve {}

        /// It is still to be made.
        ///
        /// @param retryNanos when to try
        /// @param waitNanos how long to wait if that fails too
        record Owed(long retryNanos, long waitNanos) implements Reserve {}

        /// It was given up, or could not be made.
        ///
        /// @param reason what the disk said
        /// @param freeBytesThen what was free when room was last wanted in vain; -1 for anything
        /// @param retryNanos when to try again whatever the disk says is free
        record Spent(String reason, long freeBytesThen, long retryNanos) implements Reserve {}
    }

    private SpaceGuard(Disk disk, Clock clock, Ballast ballast, Quota quota, LongSupplier mergeBytes, Reserve reserve) {
        this.disk = disk;
        this.clock = clock;
        this.ballast = ballast;
        this.quota = quota;
        this.mergeBytes = mergeBytes;
        this.reserve = reserve;
    }

    /// Looks at what an earlier run has left.
    ///
    /// @param mergeBytes how much a flush and then a merge of everything write
    static SpaceGuard open(Disk disk, Clock clock, Ballast ballast, Quota quota, LongSupplier mergeBytes)
            throws IOException {
        Reserve reserve;
        if (ballast.isHeld() || ballast.bytes() == 0) {
            reserve = new Reserve.Held();
        } else if (disk.usableBytes() >= freeBytesNeeded(ballast)) {
            reserve = new Reserve.Owed(clock.monotonicNanos(), RETRY_NANOS);
        } else {
            reserve = new Reserve.Spent("there is no room for the ballast", -1, clock.monotonicNanos());
        }
        return new SpaceGuard(disk, clock, ballast, quota, mergeBytes, reserve);
    }

    /// From now on this is run when the ballast could be made, and while room is pressed: it leads
    /// to [#restore()].
    void onRoom(Runnable housekeeping) {
        wake = housekeeping;
    }

    /// Why new values are refused now; empty when they are welcome.
    Optional<StoreException> refusal() {
        if (reserve instanceof Reserve.Spent spent) {
            return Optional.of(
                    ResourceExhaustedException.diskFull(spent.reason(), freeBytes(), freeBytesNeeded(ballast)));
        }
        return quota.isExceeded() ? Optional.of(quota.refusal()) : Optional.empty();
    }

    /// Why deletes are refused now.
    Optional<StoreException> refusalOfDeletes() {
        return refusalBelow(bytesKeptForMerges() + ballast.bytes() / EDITS_SHARE);
    }

    /// Why purges, trims and erases are refused now: without what is kept they would make no room.
    Optional<StoreException> refusalOfRemovals() {
        return refusalBelow(bytesKeptForMerges());
    }

    private Optional<StoreException> refusalBelow(long kept) {
        if (reserve instanceof Reserve.Spent spent) {
            long free = freeBytes();
            long wanted = kept + promisedBytes;
            if (free >= 0 && free < wanted) {
                return Optional.of(ResourceExhaustedException.diskFullForRemovals(spent.reason(), free, wanted));
            }
        }
        return Optional.empty();
    }

    private long bytesKeptForMerges() {
        long wanted = mergeBytes.getAsLong() + ballast.bytes() / EDITS_SHARE;
        return Math.clamp(wanted, ballast.bytes() / 4, ballast.bytes() / 8 * 7);
    }

    /// Whether new values are refused, and what gives room back is wanted.
    boolean isPressed() {
        return reserve instanceof Reserve.Spent || quota.isExceeded();
    }

    /// Has room made if it is pressed, and the ballast if it is missing and there is room for it.
    /// Cheap when all is well.
    void nudge() {
        if (isPressed() || isRestorable()) {
            wake.run();
        }
    }

    /// The disk was met full: the ballast is given up.
    ///
    /// @return whether what met it should be tried again, since there is more room now
    /// @throws IOException when the disk fails in a way that leaves it unknown
    synchronized boolean full(DiskFullException met) throws IOException {
        if (ballast.bytes() == 0) {
            return false;
        }
        boolean released = ballast.release();
        if (!(reserve instanceof Reserve.Spent)) {
            reserve = new Reserve.Spent(String.valueOf(met.getMessage()), -1, clock.monotonicNanos());
        }
        return released;
    }

    /// A piece of housekeeping.
    interface Piece {
        /// Does it, and says whether there was any.
        boolean step() throws IOException;
    }

    /// Does a piece of housekeeping. Met by a full disk, it is to be tried again with the ballast
    /// given up; afterwards the ballast is made if it can be.
    ///
    /// @return whether there may be more work
    /// @throws ExhaustedException when there is no room for it, or no file to be had
    boolean tried(Piece piece) throws IOException {
        try {
            boolean worked = piece.step();
            restore();
            return worked;
        } catch (DiskFullException met) {
            if (!full(met)) {
                throw met;
            }
            waitForMoreThan(freeBytes());
            return true;
        } catch (ResourceExhaustedException e) { // Of a value that had to be read.
            if (e.getCause() instanceof ExhaustedException want) {
                throw want;
            }
            throw e;
        }
    }

    /// What a piece of housekeeping had written is gone again, and it would only fill the disk once
    /// more: the ballast is not made anew before more is free than now, or time has passed.
    private synchronized void waitForMoreThan(long freeBytes) {
        if (reserve instanceof Reserve.Spent spent) {
            reserve = new Reserve.Spent(spent.reason(), freeBytes, clock.monotonicNanos() + RETRY_NANOS);
        }
    }

    /// Makes the ballast if it is missing and there is room for it. One that cannot be made is
    /// tried again later.
    synchronized void restore() {
        if (!isRestorable()) {
            return;
        }
        try {
            ballast.hold();
            reserve = new Reserve.Held();
        } catch (ExhaustedException full) {
            reserve = new Reserve.Spent(
                    String.valueOf(full.getMessage()), freeBytes(), clock.monotonicNanos() + RETRY_NANOS);
        } catch (IOException e) {
            owe(e);
        }
    }

    /// Nothing that the store has promised depends on the ballast.
    private void owe(IOException e) {
        long wait = reserve instanceof Reserve.Owed owed ? owed.waitNanos() : RETRY_NANOS;
        LOGGER.log(
                System.Logger.Level.WARNING,
                "the ballast of " + ballast.bytes() + " bytes could not be made, next try in "
                        + TimeUnit.NANOSECONDS.toSeconds(wait) + " s: " + e.getMessage());
        reserve = new Reserve.Owed(clock.monotonicNanos() + wait, Math.min(2 * wait, RETRY_NANOS_MAX));
    }

    /// Until the promise is closed this much stays free for a merge, whoever else removes. Only one
    /// is given at a time.
    Promise promise(long bytes) {
        promisedBytes = bytes;
        return () -> promisedBytes = 0;
    }

    /// Room that is kept free.
    @FunctionalInterface
    interface Promise extends AutoCloseable {
        @Override
        void close();
    }

    /// How much a piece of housekeeping may write before it frees any. On a full disk that is
    /// nearly all that is left: the rest is for the edits of the manifest.
    long roomBytes() {
        long free = freeBytes();
        if (free < 0) {
            return Long.MAX_VALUE;
        }
        return reserve instanceof Reserve.Spent ? Math.max(0, free - ballast.bytes() / EDITS_SHARE) : free;
    }

    SpaceStatistics statistics() {
        nudge();
        SpaceAlarm alarm = reserve instanceof Reserve.Spent
                ? SpaceAlarm.DISK_FULL
                : quota.isExceeded() ? SpaceAlarm.OVER_QUOTA : SpaceAlarm.NONE;
        long held = reserve instanceof Reserve.Held ? ballast.bytes() : 0;
        return new SpaceStatistics(alarm, quota.usedBytes(), quota.bytes(), held, freeBytes());
    }

    private boolean isRestorable() {
        return switch (reserve) {
            case Reserve.Held _ -> false;
            case Reserve.Owed owed -> clock.monotonicNanos() - owed.retryNanos() >= 0;
            case Reserve.Spent spent -> {
                long free = freeBytes();
                yield free >= freeBytesNeeded(ballast)
                        && (free > spent.freeBytesThen() || clock.monotonicNanos() - spent.retryNanos() >= 0);
            }
        };
    }

    private static long freeBytesNeeded(Ballast ballast) {
        return ballast.bytes() + ballast.bytes() / 2;
    }

    /// -1 when the disk cannot tell.
    private long freeBytes() {
        try {
            return disk.usableBytes();
        } catch (IOException _) {
            return -1;
        }
    }
}
