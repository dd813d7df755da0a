/// The command line: `lbclient`, one request and out.
///
/// **Nouns.** [LbClient] reads the arguments; each [Verb] is one command and asks one thing of the
/// server; a [Report] writes the answer as a table, JSON, raw bytes, or in the words of the classic
/// system A. A [Shell] runs line after line from [ShellLines] in the same grammar, over the same
/// [Connections]. [Surroundings] is all that the program knows of its process.
///
/// **Languages.** The English sentence in the code is the key: a [Phrase], which [Words] say in the
/// human's [Language] by a [Catalogue], `es.po` or `pt.po`. A new verb writes English, in its
/// annotations, which [HelpTexts] translates, and as `say("…%s", x)`,
/// `new UsageException("…%s", x)` or `Phrase.of`; `WordsTest` names what the catalogues then lack.
///
/// **Files.** Those named on the command line: read by `set --file`, written by `get --out`, which
/// puts a whole file in place or none; the history of a shell.
///
/// **Threads.** The main thread alone, beside the client's network threads.
///
/// **Invariants.**
/// - L1. Standard output carries data and nothing else; all talk goes to standard error.
/// - L2. The exit code says what happened, by the list in `docs/cli.md`, whatever the output
///   format.
/// - L3. Raw output of one value is its bytes, no more and no fewer.
/// - L4. Every sentence is said in every language; what programs read is in English in all of them.
@NullMarked
package dev.longboat.cli;

import org.jspecify.annotations.NullMarked;
