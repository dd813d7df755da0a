/// The native door: `longboat.v1` over gRPC, and what every gRPC door of the house shares.
///
/// **Nouns.** [LongboatDoor] is the service. A door gets its [DoorResources]: the store, its
/// [DoorStatistics], a [ReaderPool] for what may wait, a [ByteBudget] for writes and one for
/// answers. A [Received] message comes in through a [ReceivedMarshaller], a [Reply] goes out
/// through a [ReplyMarshaller]; a [UnaryMethod] joins them. A [Failure] is an error as the caller
/// sees it.
///
/// **Files.** None. The wire is described in `longboat.proto`, with examples in `docs/api.md`.
///
/// **Threads.** None of its own. Handlers run on Netty's event loops and never block: what is in
/// memory is answered there, writes are queued with the store and answered on its threads, and
/// what may touch the disk runs on the [ReaderPool].
///
/// **Invariants.**
/// - G1. A write is answered as done only after its commit is durable.
/// - G2. Two writes of one session commit in the order in which they were sent.
/// - G3. What is held for a caller is bounded: bytes of writes and of answers by the two budgets,
///   and a stream whose caller does not read is not read ahead for. A watch that waits holds
///   nothing.
/// - G4. Every failure carries a reason, and that of a write says whether it may have been applied.
/// - G5. A call that ends, in whichever way, gives back its snapshot, its upload and its bytes.
/// - G6. A message that cannot be read ends its call alone, never the connection.
@NullMarked
package dev.longboat.grpc;

import org.jspecify.annotations.NullMarked;
