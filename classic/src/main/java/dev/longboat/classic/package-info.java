/// The doors of the classic systems, so that their programs work unchanged: A's
/// `keyvalue.KeyValue`, C's `project.KeyValueStore` and D's `kvs.KVS` over gRPC, E's text protocol
/// over TCP.
///
/// **Nouns.** [KeyValueDoor], [ProjectDoor] and [KvsDoor] are the services of A, C and D; a
/// [TextDoor] initializes the connections of E, each a [TextConnection] whose [TextFraming] cuts
/// bytes into a [TextCommand]. [Removals] take versions away and tell what was there. A
/// [LargeAnswerGate] lets one very large answer pass at a time.
///
/// **Files.** None. What each door promises is in `docs/doors/classic-a.md`, `-c.md`, `-d.md`
/// and `-e.md`.
///
/// **Threads.** None of its own; as in `dev.longboat.grpc`, handlers never block an event loop, and
/// what may touch the disk runs on the reader pool. Of all that waits for a commit only a ranged
/// delete does so on a reader.
///
/// **Invariants.**
/// - C1. A write is answered as done only after it is durable.
/// - C2. A missing key is an answer, not an error; an empty value is a value.
/// - C3. An answer is whole, in key order and of one revision, or it is refused: never cut short of
///   what was asked for.
/// - C4. At most one answer above [KeyValueDoor#COMMON_ANSWER_BYTES_MAX] is in memory at a time.
/// - C5. Where keys and values are text, what is no UTF-8 is refused and never sent otherwise.
/// - C6. A removal that answers what it removed is refused, and removes nothing, when it could not.
/// - C7. Removals of many keys commit in chunks of at most 1,000, each whole or not at all.
/// - C8. All doors show one store: what one writes, every other reads.
/// - N1. A command of the text protocol is never cut, and no more than one that is not whole is
///   held.
/// - N2. Commands of a connection take effect, and are answered, in their order.
/// - N3. Whatever a connection sends, and however it ends, the others go on and nothing stays held;
///   one that ends with the server is told.
@NullMarked
package dev.longboat.classic;

import org.jspecify.annotations.NullMarked;
