/// Values compressed by LZ4: fast, and a little shorter. Optional: an engine that has this on its
/// class path reads such values, and writes them where `compression("lz4")` says so.
///
/// **Nouns.** [Lz4Compression] is all there is.
///
/// **Files.** None; what it writes is an LZ4 block without frame, under the id 1 of
/// `docs/formats/entry.md`.
///
/// **Threads.** None of its own.
///
/// **Invariants.**
/// - Y1. What it compressed it decompresses to the same bytes, and whatever it is given to
///   decompress, it writes nothing beyond the length that is asked for.
@NullMarked
package dev.longboat.lz4;

import org.jspecify.annotations.NullMarked;
