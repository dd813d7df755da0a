package dev.longboat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The completion script of the shell fish. Immutable.
final class FishCompletion {
    private static final Set<String> FILE_LABELS = Set.of("FILE", "DIR");

    private FishCompletion() {}

    /// Of a program: its verbs, then the options of each.
    static String of(CommandSpec program) {
        List<String> lines = new ArrayList<>();
        lines.add("# Completion of " + program.name() + " for fish.");
        lines.add("complete -c " + program.name() + " -f");
        program.subcommands()
                .forEach((name, command) -> lines.add("complete -c " + program.name() + " -n __fish_use_subcommand -a "
                        + name + description(command)));
        program.subcommands()
                .forEach((name, command) -> command.getCommandSpec()
                        .options()
                        .forEach(option ->
                                lines.add("complete -c " + program.name() + " -n '__fish_seen_subcommand_from " + name
                                        + "'" + names(option) + values(option) + described(option.description()))));
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static String description(CommandLine command) {
        return described(command.getCommandSpec().usageMessage().description());
    }

    private static String described(String[] text) {
        return text.length == 0 ? "" : " -d " + quoted(text[0]);
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        return names.toString();
    }

    private static String values(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        if (option.completionCandidates() != null) {
            List<String> candidates = new ArrayList<>();
            option.completionCandidates().forEach(candidates::add);
            return " -r -a " + quoted(String.join(" ", candidates));
        }
        return FILE_LABELS.contains(option.paramLabel()) ? " -r -F" : " -r";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
