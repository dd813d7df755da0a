package dev.longboat.disk;

/// How a file is written, fixed when it is opened.
public enum WriteMode {
    /// Any position and length. Durable after a later [DiskFile#sync].
    BUFFERED,

    /// Durable when the write returns: the bytes, and as much of the file's size as is needed to
    /// read them. Positions and lengths are multiples of [Disk#BLOCK_BYTES] and the buffer comes
    /// from [AlignedBuffers], so that
    /// the operating system's cache can be passed by. A durable write says nothing about others.
    DURABLE
}
