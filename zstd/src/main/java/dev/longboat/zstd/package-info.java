/// Values compressed by Zstandard: slower than LZ4, and shorter. Optional: an engine that has this
/// on its class path reads such values, and writes them where `compression("zstd")` says so.
///
/// **Nouns.** [ZstdCompression] is all there is.
///
/// **Files.** None; what it writes is a Zstandard frame, under the id 2 of `docs/formats/entry.md`.
/// The library's native code is unpacked to the directory for temporary files and loaded from
/// there, when the first value is compressed or decompressed. The JDK wants
/// to be told that this is right: `--enable-native-access=ALL-UNNAMED`, or on the module path
/// `com.github.luben.zstd_jni`.
///
/// **Threads.** None of its own.
///
/// **Invariants.**
/// - Z1. What it compressed it decompresses to the same bytes, and whatever it is given to
///   decompress, it writes nothing beyond the length that is asked for.
@NullMarked
package dev.longboat.zstd;

import org.jspecify.annotations.NullMarked;
