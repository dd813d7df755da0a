/// The server: `lbserver` reads its configuration, puts a store and all doors together, and runs
/// them until a signal.
///
/// **Nouns.** [LbServer] is the program. Its [Setting]s come from the command line, the
/// environment, a file or their defaults and become one [ServerConfig]. A [RunningServer] owns the
/// store, the network side, the [WebSide] and the threads between them. An [ExitCode] says how it
/// ended.
///
/// **Files.** The configuration file and the data directory, both named by settings;
/// `docs/server.md` describes every setting.
///
/// **Threads.** `main` opens the store and waits for the end; meanwhile `lb-logging` finds the
/// logging and `lb-network` makes what the network side needs, and both end. `lb-reader-N` are the
/// doors' readers, `lb-web` answers HTTP. Event loops are Netty's, `store-…` the engine's.
///
/// **Invariants.**
/// - V1. A configuration that is wrong anywhere starts nothing: every fault is told, with the place
///   it comes from.
/// - V2. Without TLS the server listens beyond the loopback only when told to with `--insecure`.
/// - V3. SIGTERM and SIGINT end it with status 0, everything acknowledged synced and the directory
///   free; a kill loses nothing acknowledged.
/// - V4. A store that failed ends the process with its own status: nobody is served from a store
///   that cannot write.
/// - V5. Standard output has the start screen and its last line, `ready on …`; logs go to standard
///   error.
@NullMarked
package dev.longboat.server;

import org.jspecify.annotations.NullMarked;
