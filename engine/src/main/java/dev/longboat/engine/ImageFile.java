package dev.longboat.engine;

/// One file of a [StoreImage]. Immutable.
///
/// @param name below the root of a data directory, such as `tables/00000042.tbl`
/// @param bytes how many of its first bytes belong to the image
/// @param kind how it came to be
public record ImageFile(String name, long bytes, Kind kind) {
    /// How a file of an image came to be.
    public enum Kind {
        /// A segment that has its end: never written again.
        SEGMENT,
        /// A table: never written again.
        TABLE,
        /// The segment that the store is writing: its first bytes are never written again.
        TAIL,
        /// Bytes made for the image: who it is, and what is live.
        MADE
    }

    /// Whether another directory may share the file.
    boolean isShared() {
        return kind == Kind.SEGMENT || kind == Kind.TABLE;
    }
}
