/// The store itself: keys with all their versions, embeddable.
///
/// **Nouns.** A [Store] commits [Transaction]s and answers reads from a [Snapshot]. What a
/// transaction does to a key is a [Change], journalled as an effect in an entry and kept as a row:
/// first in a [Memtable], later in a table. The [Manifest] remembers which files live; a [TableSet]
/// is what is readable at a moment. A [Replicator] turns proposals into committed entries;
/// [SoloReplicator] does it alone. A [StoreImage] is the files at one revision, held; a
/// [Checkpoint] and a [BackupDirectory] are made from it, a [StoreRestore] makes a store again.
/// A [Watch] is told by the [ChangeFeed] that something has happened, and reads what.
/// A [ValueCompression] makes values shorter on disk; the engine has none of its own.
/// A [Lease] is what keys hang on that are to end; the [Lessor] knows when.
/// [Scrub], [StoreVerifier] and [StoreDoctor] look for damage.
///
/// **Files.** `manifest/NNNNNNNN.man`, `tables/NNNNNNNN.tbl` (written by the table room), and the
/// entries inside the journal's frames; formats in `docs/formats/manifest.md` and
/// `docs/formats/entry.md`.
///
/// **Threads.** `store-journal` evaluates, appends and applies; `store-flush` flushes;
/// `store-compaction` merges and gives space back; `store-leases` has leases revoked. Readers on
/// any thread; they block nobody and nobody blocks them.
///
/// **Invariants.**
/// - E1. Nothing is visible before it is durable; an acknowledged change is visible to every later
///   read.
/// - E2. The same entries give the same state: apply and replay read no table, no clock and no
///   chance.
/// - E3. A revision's changes become visible together; revisions have no gap and never go back.
/// - E4. A table or manifest points only at synced bytes, and a file goes only after the edit that
///   retires it is synced.
/// - E5. Ordinal and stamp strictly increase along a key, whatever was deleted, purged or restarted
///   in between.
/// - E6. After a failed sync no call succeeds again: the store is poisoned until it is opened anew.
/// - E7. A directory that cannot be opened is left as it was found.
/// - E8. What a read sees does not depend on how far flushes and merges have come: both follow one
///   [Reach].
/// - E9. A segment leaves the disk only when nothing that can be read, now or after a crash, refers
///   to it.
/// - E10. A copy of a store has its name when all of it is durable, and not before.
/// - E11. A sweep deals with every key of a range, a bounded batch at a time: neither memory nor an
///   entry grows with the range.
/// - E12. A watch is told every change that can be seen, once, whole revisions in their order, and
///   none that a crash could take back; memory does not grow with what is untold.
/// - E13. A lease holds the keys whose newest version names it, and they end with it. It never ends
///   before its time to live has passed since it was granted, renewed or the store opened; a
///   renewal that was answered holds.
/// - E14. A value reads as it was put, whatever compressed it. Stored bytes that do not become it
///   are damage; a compression that is not there is not, and only who reads the value is refused.
@NullMarked
package dev.longboat.engine;

import org.jspecify.annotations.NullMarked;
