/// The examples: programs to read, run and start from.
///
/// **Nouns.** [EmbeddedStore] keeps a store inside its own process; [RemoteStore] talks to a
/// server.
///
/// **Files.** [EmbeddedStore] keeps its data in the directory that it is given.
///
/// **Threads.** Each example runs on the main thread alone.
///
/// **Invariants.**
/// - X1. Every example is compiled in the build and run by a test, which knows what it says.
/// - X2. An example may be run again over what it left.
@NullMarked
package dev.longboat.examples;

import org.jspecify.annotations.NullMarked;
