/// The web: what the server tells by HTTP about itself, for monitoring and for whoever starts it.
///
/// **Nouns.** [Metrics] are figures of the store, the doors and the virtual machine, in the text
/// that Prometheus reads; a [CallTimer] times every call of the doors for them. [Health] says
/// whether the process lives and whether it serves. A [WebDoor] answers `GET /metrics`,
/// `/health/live` and `/health/ready`.
///
/// **Files.** None. `docs/metrics.md` describes every figure.
///
/// **Threads.** None of its own; answers are made on the executor that the composer gives.
///
/// **Invariants.**
/// - W1. Whatever is asked, nothing of what the store holds is told, and nothing is changed.
/// - W2. `/health/ready` is 200 only while requests are served: not when the store has failed, and
///   not from the moment at which the server begins to stop.
/// - W3. Every figure that is told is described in `docs/metrics.md`.
@NullMarked
package dev.longboat.web;

import org.jspecify.annotations.NullMarked;
