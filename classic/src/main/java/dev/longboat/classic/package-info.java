/// The doors of the classic systems, so that their programs work unchanged. Today: system A's,
/// `keyvalue.KeyValue` over gRPC.
///
/// **Nouns.** [KeyValueDoor] is system A's service. A [LargeAnswerGate] lets one very large answer
/// pass at a time.
///
/// **Files.** None. What each door promises is in `docs/doors/classic-a.md`.
///
/// **Threads.** None of its own; as in `dev.longboat.grpc`, handlers never block an event loop, and
/// what may touch the disk runs on the reader pool.
///
/// **Invariants.**
/// - C1. A set is answered with success only after it is durable.
/// - C2. A missing key is an answer, not an error; an empty value is a value.
/// - C3. An answer is whole, in key order and of one revision, or it is refused: never cut short of
///   what was asked for.
/// - C4. At most one answer above [KeyValueDoor#COMMON_ANSWER_BYTES_MAX] is in memory at a time.
@NullMarked
package dev.longboat.classic;

import org.jspecify.annotations.NullMarked;
