/// The testkit: what every other room's tests stand on.
///
/// **Nouns.** A [SimDisk] is a disk in memory; a [CrashChoice] draws what a power cut leaves of it,
/// a [CrashSampling] picks among the many; a [Fault] is a planned failure, a [Transcript] tells
/// what was done, [AtRest] damages what lies there. [SimClock] and [SimRandomness] stand in for the
/// machine's. A [DiskContract] holds every disk to the same behaviour, a [CompressionContract]
/// every compression of values. [Seeds] run a property many times, over what [Samples] draw;
/// [Shrink] makes a failure short. [GoldenScripts] and [GoldenText] hold what is shown to what was
/// committed. A [History] records what clients asked and were told; [Linearizability] decides
/// whether one copy, asked one thing at a time, could have answered so, by a [SequentialModel]: of
/// one key, or of a whole store.
///
/// **Files.** Only tests' own: `src/test/resources/seeds/<test>.txt`, golden scripts and texts.
///
/// **Threads.** None of its own.
///
/// **Invariants.**
/// - S1. A crash keeps what was synced: bytes (D1) and names (D2), whatever the choice.
/// - S2. The same calls and the same choice give the same disk.
/// - S3. A disk and what a crash left of it share nothing that changes.
/// - S4. A history is accepted when an order explains it, and never when none does.
@NullMarked
package dev.longboat.testkit;

import org.jspecify.annotations.NullMarked;
