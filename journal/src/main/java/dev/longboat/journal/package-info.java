/// The journal: every change reaches disk here before it is visible anywhere.
///
/// **Nouns.** A [Journal] is a chain of segment files, each opened by a [SegmentHeader] and filled
/// with [Frame]s; a frame carries one entry, one extent of a large value, or only a mark. Frames
/// are gathered into batches ([BatchBuffer]) and written to the [ActiveSegment] by one durable
/// write each. A [Position] is a place, a [Pointer] a checked range of bytes. The [SegmentChain] is
/// the port through which somebody else remembers which segments there are. [Recovery] is what
/// opening does; [JournalDump] is how people read the files.
///
/// **Files.** `journal/NNNNNNNN.seg`, format in `docs/formats/journal.md`, version 1.
///
/// **Threads.** None of its own. One writer, `store-journal`. Readers at any time, on any thread:
/// values are read where they were written.
///
/// **Invariants.**
/// - J1. The entries of a group are in index order without a gap; an index is replayed once.
/// - J2. A completed sync means that every frame ended before it survives a power cut.
/// - J3. After a failed write or sync no later append succeeds. The one exception is a full disk
///   when the batch is proved absent: no frame of it can ever be accepted.
/// - J4. A block that holds an acknowledged byte is never written again.
/// - J5. Below the durable mark, and in a sealed segment, damage is refused, and nothing has been
///   changed on disk. Above it the longest valid run of frames is kept.
/// - J6. A segment is chained only after its bytes and its name are durable, and appended to only
///   after it is chained.
/// - J7. Replay hands over nothing that a power cut could still take back.
/// - J8. A read gives exactly the bytes that were written, or fails.
@NullMarked
package dev.longboat.journal;

import org.jspecify.annotations.NullMarked;
