package dev.longboat.engine;

import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.ExhaustedException;
import dev.longboat.disk.TooManyFilesException;

/// No room for this write now. Nothing of it was done and reads go on; it may succeed later.
public final class ResourceExhaustedException extends StoreException {
    private static final long serialVersionUID = 1L;

    /// What a figure is that plays no part.
    private static final long NONE = -1;

    private final Reason reason;
    private final long actual;
    private final long limit;

    /// What there is no more of.
    public enum Reason {
        /// Room on the disk.
        DISK_FULL,
        /// Room within the store's quota.
        QUOTA_REACHED,
        /// Files that the process may have open.
        TOO_MANY_FILES,
        /// Leases that the store may have.
        TOO_MANY_LEASES,
        /// Room for what is in flight, or a disk that answers in time; the next try may succeed.
        OVERLOADED
    }

    ResourceExhaustedException(Reason reason, String message) {
        this(reason, message, NONE, NONE);
    }

    private ResourceExhaustedException(Reason reason, String message, long actual, long limit) {
        super(message);
        this.reason = reason;
        this.actual = actual;
        this.limit = limit;
    }

    /// What the disk has run out of stood in the way.
    ResourceExhaustedException(String message, ExhaustedException cause) {
        super(message, cause);
        this.reason = switch (cause) {
            case DiskFullException _ -> Reason.DISK_FULL;
            case TooManyFilesException _ -> Reason.TOO_MANY_FILES;
        };
        this.actual = NONE;
        this.limit = NONE;
    }

    /// While the ballast is given up.
    static ResourceExhaustedException diskFull(String met, long freeBytes, long freeBytesNeeded) {
        return new ResourceExhaustedException(
                Reason.DISK_FULL,
                "the disk is full (" + met + "): puts are refused until " + freeBytesNeeded + " bytes are free, "
                        + (freeBytes < 0 ? "how many are is unknown" : freeBytes + " are")
                        + "; reads, deletes, trims and purges go on: delete, or make room on the disk",
                freeBytes,
                freeBytesNeeded);
    }

    /// While the disk is full, and what is left is kept for what gives room back.
    static ResourceExhaustedException diskFullForRemovals(String met, long freeBytes, long freeBytesNeeded) {
        return new ResourceExhaustedException(
                Reason.DISK_FULL,
                "the disk is full (" + met + "): this is refused until " + freeBytesNeeded
                        + " bytes are free, so that room is given back, " + freeBytes
                        + " are; try again a moment later, or make room on the disk",
                freeBytes,
                freeBytesNeeded);
    }

    /// While the live files take too much.
    static ResourceExhaustedException overQuota(long usedBytes, long quotaBytes, long quotaBytesToReturn) {
        return new ResourceExhaustedException(
                Reason.QUOTA_REACHED,
                "the store takes " + usedBytes + " bytes, its quota is " + quotaBytes + ": puts are refused until it "
                        + "takes " + quotaBytesToReturn
                        + "; reads, deletes, trims and purges go on: delete, or raise the quota",
                usedBytes,
                quotaBytes);
    }

    /// While the store has as many leases as it may.
    static ResourceExhaustedException tooManyLeases(int count, int countMax) {
        return new ResourceExhaustedException(
                Reason.TOO_MANY_LEASES,
                "there are " + count + " leases, at most " + countMax + " may be: revoke some, wait until some end, "
                        + "or allow more",
                count,
                countMax);
    }

    public Reason reason() {
        return reason;
    }

    /// How much there is: bytes free on the full disk, bytes used of the quota, leases; -1 when
    /// that is unknown or plays no part.
    public long actual() {
        return actual;
    }

    /// What [#actual()] is held against: bytes that must be free, the quota, the most leases; -1
    /// when that is unknown or plays no part.
    public long limit() {
        return limit;
    }
}
