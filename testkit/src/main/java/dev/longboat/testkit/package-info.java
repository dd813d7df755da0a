/// The testkit: what every other room's tests stand on.
///
/// **Nouns.** A [SimDisk] is a disk in memory; a [CrashChoice] draws what a power cut leaves of it,
/// a [Fault] is a planned failure, a [Transcript] tells what was done.
///
/// **Files.** None of its own.
///
/// **Threads.** None of its own.
///
/// **Invariants.**
/// - K1. A crash keeps what was synced: bytes (D1) and names (D2), whatever the choice.
/// - K2. The same calls and the same choice give the same disk.
/// - K3. A disk and what a crash left of it share nothing that changes.
@NullMarked
package dev.longboat.testkit;

import org.jspecify.annotations.NullMarked;
