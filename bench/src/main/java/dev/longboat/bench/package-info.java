/// The bench: what we claim about speed and survival is shown here, on the real programs.
///
/// **Nouns.** [LbBench] is the program. [Demo] is the assignment's test; [CrashLab] kills a server
/// under load and looks for what it acknowledged; [RestartLab] times starts, [MemoryLab] weighs a
/// server while it streams. They drive a [ServerProcess]. Who checks keeps a [Ledger] of what each
/// key may hold, where a [StampedValue] says whose it is, or reads a [Dataset], whose pairs are
/// functions of their numbers. A [Contest] measures contenders in turn, slice by slice, each slice
/// a [Load]: [SyncFigures], [EngineFigures] and [ServerFigures], the last beside an [EchoServer].
/// [SyncBench] is the yardstick: what the disk itself can do, [RawSyncBench] what it could
/// otherwise.
///
/// **Files.** Scratch data below the directory that `-Dlongboat.bench.directory` names, else below
/// the system's temporary one; removed at the end. Results worth keeping go to `bench/results`.
///
/// **Threads.** One for each client of a load; each owns the keys below its own prefix.
///
/// **Invariants.**
/// - B1. A write is in the ledger before it is sent, and acknowledged in it only after the server
///   said so: a state that a reader finds and the ledger does not allow is the server's fault.
/// - B2. A value proves its key, its place in the history of the key and its bytes by itself; one
///   too short for that is at least a function of them.
@NullMarked
package dev.longboat.bench;

import org.jspecify.annotations.NullMarked;
