/// The tables: immutable sorted files, and what reads them.
///
/// **Nouns.** A [TableWriter] writes a [Table] once: rows in [Block]s, an index over them in
/// partitions, a [Filter] per partition, and a footer that proves the rest. A [RowCursor] walks
/// rows; a [MergingCursor] walks many cursors as one. A [BlockCache] keeps blocks in native memory;
/// the [SlabCache] below it serves other rooms as well, and takes its memory from [HugePages].
///
/// **Files.** `tables/NNNNNNNN.tbl`, format in `docs/formats/table.md`, version 1.
///
/// **Threads.** None of its own. Tables and caches are for everybody at once; a writer and a cursor
/// belong to one thread at a time. Lock order: slabs, then one stripe (see [SlabCache]).
///
/// **Invariants.**
/// - T1. Rows are in order: key bytes unsigned ascending, then revision descending; (key, revision)
///   is unique in a table.
/// - T2. Along one key ordinal and stamp never rise as revision falls, so a bound on any of the
///   three is one seek.
/// - T3. No byte is used before it has verified against the checksum its pointer carries; the
///   chain of pointers begins at the footer, which proves itself.
/// - T4. A checksum covers store, table and offset, so a block in the wrong place never verifies.
/// - T5. When `finish` returns, every byte of the file is durable; its name is not (D2).
/// - T6. A filter never denies a key that its partition holds.
/// - T7. A first look-up of a key reads at most one block of rows, and none outside the key range.
/// - T8. A table closed while it is read stays readable until the last reader is done.
/// - T9. A cache never holds more native memory than it was given, and hands out copies only.
@NullMarked
package dev.longboat.table;

import org.jspecify.annotations.NullMarked;
