/// The Java client: blocking calls, their async twins, streams, sessions.
///
/// **Nouns.** A [LongboatClient] is one connection to one server; [AsyncLongboatClient] is its twin
/// that answers with futures. A [Key] and a [Value] are bytes; a [KeyVersion] says what is known of
/// a version, a [KeyValue] adds the value. A [RangeQuery] is read through a [RangeCursor]; a
/// [Watch] tells what happens to keys; a [Transaction] is built from [Condition]s and [Operation]s;
/// a [Session] keeps many operations in flight. Every failure is a [LongboatException].
///
/// **Files.** None.
///
/// **Threads.** A blocking call costs no thread beside the caller and the network's; futures are
/// completed on a network thread, which what hangs on them must not block. Only classes named
/// `…Driver` look at a clock, wait, or draw a delay.
///
/// **Invariants.**
/// - K1. A write is sent again only when it certainly changed nothing.
/// - K2. A write that may have been applied, and was not answered, fails as
///   [LongboatException.OutcomeUnknown].
/// - K3. A range that is taken up again reads the revision it began with, and gives each pair once.
/// - K4. A streamed value takes memory for a window of it, whatever its length.
/// - K5. A session has no more in flight than its options say, one operation excepted.
/// - K6. No public signature names a type of gRPC or protobuf.
/// - K7. A watch that is taken up again goes on behind the last whole revision that it was told.
@NullMarked
package dev.longboat.client;

import org.jspecify.annotations.NullMarked;
