/// The bench: what we claim about speed and survival is shown here, on the real programs.
///
/// **Nouns.** [LbBench] is the program. An [Experiment] puts a [Workload] on everybody who takes
/// part: each [Contestant] is a [Product], ours or a peer, by one of its doors. Started it is a
/// [Target], in a process of its own ([ChildServer], [ServerProcess]) or in ours ([Library]); a
/// client's way in is a [Connection]. A [Field] starts them, loads them with the pairs of one
/// [Dataset], and lets [Clients] work on one after the other, slice by slice; a slice is a
/// [ClientRun], and comes to what was [Measured], with the [Usage] of processes. [Results] keeps
/// the figures, from which everything that is shown is made: [Tables], [Charts] that a [Drawing]
/// draws with some [Pen], and the [Page]. The experiments are [LatencyExperiment],
/// [RestartExperiment], [ScaleExperiment], [EngineExperiment], [OverwriteExperiment] and
/// [PrefixExperiment].
///
/// [Demo] is the assignment's test; a [Check] lets [CheckedClient]s work at a [Door] and holds each
/// [Outcome] against an [Expectation]; [MemoryLab] weighs a server while it streams. A [Laboratory]
/// prepares, loads, strikes and verifies, round after round: a [Subject] ([Ours], or a peer,
/// [RedisSubject], [EtcdSubject]) starts a [Server] on a [Ground] ([PlainGround], [LoopDisk],
/// [BadDisk]); a [Crew] of [Witness]es with their [Habits] works through [Line]s; a [Fault] strikes
/// ([Kill], [PowerCut], [FailingDisk], [Strain]); its [Findings] are a column of the table that a
/// [Trial] prints. [CrashLab], [PowerCutLab], [BadDiskLab] and [LowMemoryLab] are such. Who checks
/// keeps a [Ledger] of what each key may hold, where a [StampedValue] says whose it is. Where every
/// answer comes a [Book] will do: in a [TinyDiskLab], where a [Filling] fills a [FullDisk] until a
/// [Removal], and in an [InterruptLab], where [Interrupts] strike a store in this process. A
/// [Contest] measures bare calls beside each other, each slice a [Load]: [SyncFigures]. [SyncBench]
/// is the yardstick: what the disk itself can do, [RawSyncBench] what it could otherwise;
/// [JournalBench], [TableBench] and [StoreBench] time what is called most.
///
/// **Files.** Scratch data below the directory that `-Dlongboat.bench.directory` names, else below
/// the system's temporary one; removed at the end. Figures below `target/bench`, or where `--out`
/// says; those worth keeping go to `bench/results`.
///
/// **Threads.** One for each client of a load; each owns the keys below its own prefix, where it
/// checks what they hold.
///
/// **Invariants.**
/// - B1. A write is in the ledger before it is sent, and acknowledged in it only after the server
///   said so: a state that a reader finds and the ledger does not allow is the server's fault.
/// - B2. A value proves its key, its place in the history of the key and its bytes by itself; one
///   too short for that is at least a function of them.
/// - B3. In an open loop an operation's latency counts from when it was due, whatever held up those
///   before it.
/// - B4. A laboratory that could not strike is reported as not run, never as passed.
@NullMarked
package dev.longboat.bench;

import org.jspecify.annotations.NullMarked;
