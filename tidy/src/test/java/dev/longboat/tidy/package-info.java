/// Tidy: the house rules, held by tests.
///
/// **Nouns.** The [House] is this repository: its rooms in their order and its [Source] files. A
/// [TextRule] reads one file; every rule carries a sample that breaks it, so that none can pass
/// because it looks at nothing. [Imports] and [OutsideWorld] read compiled classes.
///
/// **Files.** None; it reads the sources and what was compiled from them.
///
/// **Threads.** None of its own.
///
/// **Invariants.**
/// - H1. A room imports only rooms above it in the root pom; only tests import `testkit`.
/// - H2. Only `disk`, the composers and classes named `…Driver` reach files, clocks, threads and
///   randomness.
/// - H3. The engine's rooms need nothing but the JDK when they run.
/// - H4. Every room has a sign, and every invariant on it is cited by a test.
/// - H5. Every rule is shown to see a violation.
@NullMarked
package dev.longboat.tidy;

import org.jspecify.annotations.NullMarked;
