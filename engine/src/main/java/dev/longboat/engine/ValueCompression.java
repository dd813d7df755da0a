package dev.longboat.engine;

/// A way to make values shorter on disk. The engine has none of its own: it finds them on the class
/// path, as [java.util.ServiceLoader] does, when a store is opened that needs one. A store
/// compresses by the one that [StoreOptions.Builder#compression(String)] names, and reads what any
/// of them wrote. Safe for concurrent use.
///
/// What [#compress] wrote once is on people's disks for good: an implementation decompresses what
/// every release of it wrote, and an id never gets another meaning.
///
/// An implementation has a public constructor without parameters.
public interface ValueCompression {
    /// The id that stands beside each value on disk, 1 to 255. Those up to 127 are given out by
    /// `docs/formats/entry.md`; the others are free for compressions of one's own.
    int id();

    /// What options and messages call it: lower-case letters, digits and `-`.
    String name();

    /// Compresses a range of bytes to the front of `target`, which is shorter than the range: as
    /// long as it may become for compression to be worth it. What it throws means that the value is
    /// stored as it is.
    ///
    /// @return how many bytes it wrote; 0 when it takes more than `target` has
    int compress(byte[] source, int offset, int length, byte[] target);

    /// Decompresses all of `source` to the front of `target`, which is as long as what was
    /// compressed. The bytes may be any: whatever they are, it writes nothing outside of `target`,
    /// and ends.
    ///
    /// @return how many bytes it wrote
    /// @throws RuntimeException when the bytes are not what [#compress] writes, or become more than
    ///     `target` has
    int decompress(byte[] source, byte[] target);
}
