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
/// ten seconds.
///
/// Without a ballast every write finds out for itself.
///
/// **The quota.** New values are refused from when the live files take more than the quota until
/// they take 5 % less. What was admitted before may exceed it by one step of the journal.
///
/// Safe for concurrent use. Its monitor is held while the ballast is given up or made: then whoever
/// meets the full disk waits for the bytes to be free.
final class SpaceGuard {
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int QUOTA_HYSTERESIS = 20;

    private final Disk disk;
    private final Clock clock;
    private final Ballast ballast;
    private final long quotaBytes;
    private final LongSupplier usedBytes;

    private volatile Reserve reserve;
    private volatile boolean overQuota;
    private volatile Runnable wake = () -> {};

    /// Where the ballast is.
    private sealed interface Reserve {
        /// It is there, or none is wanted.
        record Held() implements Reserve {}

        /// It is still to be made.
        record Owed() implements Reserve {}

        /// It was given up, or could not be made.
        ///
        /// @param reason what the disk said
        /// @param freeBytesThen what was free when room was last wanted in vain; -1 for anything
        /// @param retryNanos when to try again whatever the disk says is free
        record Spent(String reason, long freeBytesThen, long retryNanos) implements Reserve {}
    }

    private SpaceGuard(
            Disk disk, Clock clock, Ballast ballast, long quotaBytes, LongSupplier usedBytes, Reserve reserve) {
        this.disk = disk;
        this.clock = clock;
        this.ballast = ballast;
        this.quotaBytes = quotaBytes;
        this.usedBytes = usedBytes;
        this.reserve = reserve;
    }

    /// Looks at what an earlier run has left.
    ///
    /// @param quotaBytes 0 for none
    /// @param usedBytes of live files; asked often
    static SpaceGuard open(Disk disk, Clock clock, Ballast ballast, long quotaBytes, LongSupplier usedBytes)
            throws IOException {
        Reserve reserve;
        if (ballast.isHeld() || ballast.bytes() == 0) {
            reserve = new Reserve.Held();
        } else if (disk.usableBytes() >= freeBytesNeeded(ballast)) {
            reserve = new Reserve.Owed();
        } else {
            reserve = new Reserve.Spent("there is no room for the ballast", -1, clock.monotonicNanos());
        }
        return new SpaceGuard(disk, clock, ballast, quotaBytes, usedBytes, reserve);
    }

    /// From now on this is run when the ballast could be made: it leads to [#restore()].
    void onRoom(Runnable housekeeping) {
        wake = housekeeping;
    }

    /// Why new values are refused now; empty when they are welcome.
    Optional<StoreException> refusal() {
        if (reserve instanceof Reserve.Spent spent) {
            return Optional.of(
                    ResourceExhaustedException.diskFull(spent.reason(), freeBytes(), freeBytesNeeded(ballast)));
        }
        if (isOverQuota()) {
            return Optional.of(
                    ResourceExhaustedException.overQuota(usedBytes.getAsLong(), quotaBytes, quotaBytesToReturn()));
        }
        return Optional.empty();
    }

    /// Has the ballast made if it is missing and there is room for it. Cheap when it is there.
    void nudge() {
        if (!(reserve instanceof Reserve.Held) && isRestorable()) {
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

    /// Makes the ballast if it is missing and there is room for it.
    ///
    /// @throws IOException when the disk fails in a way that leaves it unknown
    synchronized void restore() throws IOException {
        if (reserve instanceof Reserve.Held || !isRestorable()) {
            return;
        }
        try {
            ballast.hold();
            reserve = new Reserve.Held();
        } catch (ExhaustedException full) {
            reserve = new Reserve.Spent(
                    String.valueOf(full.getMessage()), freeBytes(), clock.monotonicNanos() + RETRY_NANOS);
        }
    }

    /// Whether a piece of housekeeping that may write `bytes` before it frees any has room for it.
    /// While the disk is full it may take half of what is left, so that deletes find room.
    boolean allows(long bytes) {
        long free = freeBytes();
        return free < 0 || bytes <= (reserve instanceof Reserve.Spent ? free / 2 : free);
    }

    SpaceStatistics statistics() {
        nudge();
        SpaceAlarm alarm = reserve instanceof Reserve.Spent
                ? SpaceAlarm.DISK_FULL
                : isOverQuota() ? SpaceAlarm.OVER_QUOTA : SpaceAlarm.NONE;
        long held = reserve instanceof Reserve.Held ? ballast.bytes() : 0;
        return new SpaceStatistics(alarm, usedBytes.getAsLong(), quotaBytes, held, freeBytes());
    }

    private boolean isRestorable() {
        long free = freeBytes();
        return switch (reserve) {
            case Reserve.Held _ -> false;
            case Reserve.Owed _ -> true;
            case Reserve.Spent spent ->
                free >= freeBytesNeeded(ballast)
                        && (free > spent.freeBytesThen() || clock.monotonicNanos() - spent.retryNanos() >= 0);
        };
    }

    private boolean isOverQuota() {
        if (quotaBytes == 0) {
            return false;
        }
        long used = usedBytes.getAsLong();
        if (used > quotaBytes) {
            overQuota = true;
        } else if (used <= quotaBytesToReturn()) {
            overQuota = false;
        }
        return overQuota;
    }

    private long quotaBytesToReturn() {
        return quotaBytes - quotaBytes / QUOTA_HYSTERESIS;
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
