package dev.longboat.cli;

import java.io.IOException;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/// `lbclient completion`. Confined to the main thread.
@Command(
        name = "completion",
        description = "Print a script that makes a command shell complete verbs and options by Tab.",
        footer = {
            "",
            "Examples:",
            "  source <(lbclient completion bash)         (in ~/.bashrc)",
            "  source <(lbclient completion zsh)          (in ~/.zshrc, after compinit)",
            "  lbclient completion fish > ~/.config/fish/completions/lbclient.fish"
        })
final class CompletionVerb implements Verb {
    /// The shells that we have a script for.
    enum CommandShell {
        bash,
        zsh,
        fish
    }

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private CommandShell shell = CommandShell.bash;

    @Override
    public ExitCode run(Call call) throws IOException {
        CommandSpec grammar = LbClient.grammar(call.here().words());
        call.paper()
                .text(
                        switch (shell) {
                            // One script for both: in zsh it calls bashcompinit.
                            case bash, zsh -> AutoComplete.bash(grammar.name(), grammar.commandLine());
                            case fish -> FishCompletion.of(grammar);
                        });
        return ExitCode.OK;
    }
}
