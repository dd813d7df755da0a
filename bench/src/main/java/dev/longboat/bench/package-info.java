/// The bench: what we claim about speed and survival is measured here.
///
/// **Nouns.** [SyncBench] is the yardstick: what the disk itself can do. A [Contest] measures
/// contenders in turn, slice by slice, each slice a [Load]; [EngineFigures] is one.
///
/// **Files.** Scratch data below the directory that `-Dlongboat.bench.directory` names, else below
/// the system's temporary one; removed at the end. Results worth keeping go to `bench/results`.
///
/// **Threads.** Those of the harness.
///
/// **Invariants.** None.
@NullMarked
package dev.longboat.bench;

import org.jspecify.annotations.NullMarked;
