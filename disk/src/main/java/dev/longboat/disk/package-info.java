/// The disk: the one way to files, clocks and randomness.
///
/// **Nouns.** A [Disk] is a tree of files below one root; a [DiskFile] is one open file, written in
/// a [WriteMode]; [LinuxDisk] is the real one. A [DataDirectory] is a root that belongs to one
/// store and one process. [Clock] tells the time, [Randomness] draws.
///
/// **Files.** `LOCK` and `IDENTITY`, format in `docs/formats/directory.md`; everything else belongs
/// to other rooms.
///
/// **Threads.** None that outlives a call. Every method may be called from any thread.
///
/// **Invariants.**
/// - D1. Data is durable when a `sync` that began after its write has returned, or when a write in
///   [WriteMode#DURABLE] has.
/// - D2. A name is durable when a `syncDirectory` that began after its create, rename, link or
///   delete has returned.
/// - D3. An interrupt of one thread never closes a file for another.
/// - D4. One process owns a data directory at a time; a second learns so at once and changes
///   nothing.
@NullMarked
package dev.longboat.disk;

import org.jspecify.annotations.NullMarked;
