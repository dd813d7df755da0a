package dev.longboat.disk;

/// What a [DiskFile#sync] covers.
public enum SyncKind {
    /// The bytes, and the metadata needed to read them.
    DATA,

    /// All metadata as well: for a file that is new or whose size was changed without writing.
    FULL
}
