package dev.longboat.cli;

import picocli.CommandLine.Command;

/// `lbclient shell`, which the program itself runs. Immutable.
@Command(
        name = "shell",
        description = {
            "Reads commands, line by line, in the grammar of this program without its name.",
            "On a terminal: Tab completes verbs, options and keys, the arrows bring back earlier lines, Ctrl-C ends"
                    + " a call and not the shell, Ctrl-D or exit ends the shell. A quote that is open goes on in the"
                    + " next line. From a pipe, each line runs in turn, and the exit code is that of the first that"
                    + " failed.",
            "What is said before or behind 'shell', such as --port or -o, holds for every line."
        },
        footer = {
            "",
            "Examples:",
            "  lbclient shell",
            "  lbclient -o json shell",
            "  printf 'set a 1\\nget a\\n' | lbclient shell",
            "",
            "Environment: LB_HISTORY names the file of earlier lines; empty, none is kept."
        })
final class ShellVerb {}
