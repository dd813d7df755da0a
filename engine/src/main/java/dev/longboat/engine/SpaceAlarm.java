package dev.longboat.engine;

/// What stands in the way of new values. Reads, deletes, purges, trims and the work behind the
/// scenes go on under any of them. Immutable.
public enum SpaceAlarm {
    /// Nothing.
    NONE,

    /// The disk is full, and the ballast is given up or could not be made. Ends by itself when
    /// there is room on the disk.
    DISK_FULL,

    /// The store's files take more than its quota. Ends by itself when they take less again.
    OVER_QUOTA
}
