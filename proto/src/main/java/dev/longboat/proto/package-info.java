/// The wires: every .proto file of the house, and the stubs generated from them.
///
/// **Nouns.** `longboat.v1` in `dev.longboat.proto.v1` is our own interface, documented field by
/// field; `keyvalue`, `project` (with its alias without a package) and `kvs`, in packages of the
/// same names below `dev.longboat.proto`, are those of the classic systems A, C and D.
///
/// **Files.** None; the sources are in `src/main/protobuf`.
///
/// **Threads.** None. Messages are immutable, builders belong to one thread.
///
/// **Invariants.**
/// - P1. A field number, once released, keeps its meaning for ever or is reserved.
/// - P2. The names and numbers of the classic systems are those of their programs and never change.
@NullMarked
package dev.longboat.proto;

import org.jspecify.annotations.NullMarked;
