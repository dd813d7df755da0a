package dev.longboat.server;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line of `lbserver`, made from the settings. Immutable.
final class ServerCommand {
    static final String CONFIG_OPTION = "--config";
    static final String REPAIR_OPTION = "--repair";

    private ServerCommand() {}

    /// The command that starts a server, alone.
    static CommandSpec start() {
        CommandSpec server = command("lbserver", "A durable key-value store that remembers.");
        server.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("print the version")
                .build());
        return server;
    }

    /// The command that starts a server, with the others below it.
    static CommandSpec spec() {
        CommandSpec server = start();
        CommandSpec config = command("config", "Looks at the configuration without starting anything.");
        config.addSubcommand("check", command("check", "Says whether the configuration is fine, or every fault."));
        config.addSubcommand("print", command("print", "Prints what every setting is, and where it comes from."));
        server.addSubcommand("config", config);
        server.addSubcommand(
                "dump", command("dump", "Describes the files of a data directory; start no server on it meanwhile."));
        server.addSubcommand(
                "verify", command("verify", "Reads everything in a data directory against its checksums."));
        CommandSpec doctor = command("doctor", "Explains what is wrong with a data directory, and what can be done.");
        doctor.addOption(OptionSpec.builder(REPAIR_OPTION)
                .arity("0")
                .type(boolean.class)
                .description("remove what belongs to nothing, cut off a torn tail; never what was durable")
                .build());
        server.addSubcommand("doctor", doctor);
        server.usageMessage()
                .customSynopsis(
                        "lbserver [OPTION]...",
                        "lbserver config check|print [OPTION]...",
                        "lbserver dump|verify [--data DIR]",
                        "lbserver doctor [--data DIR] [--repair]")
                .footer(
                        "",
                        "Each setting may also be a variable (LB_PORT, LB_LOG_FORMAT, …) or a line of the",
                        "configuration file (port: 50051). The command line counts before the environment,",
                        "the environment before the file. More in docs/server.md.");
        return server;
    }

    private static CommandSpec command(String name, String description) {
        CommandSpec command = CommandSpec.create().name(name);
        command.usageMessage().description(description).width(100).sortOptions(false);
        command.addOption(OptionSpec.builder(CONFIG_OPTION)
                .paramLabel("FILE")
                .arity("1")
                .type(String.class)
                .description("configuration file, YAML; variable " + Environment.CONFIG_VARIABLE)
                .build());
        for (Setting setting : Setting.values()) {
            command.addOption(option(setting));
        }
        command.addOption(OptionSpec.builder("--help", "-h")
                .usageHelp(true)
                .description("print this help")
                .build());
        return command;
    }

    private static OptionSpec option(Setting setting) {
        OptionSpec.Builder option = OptionSpec.builder(setting.option());
        if (setting.parameter().isEmpty()) {
            return option.arity("0")
                    .type(boolean.class)
                    .description(setting.description())
                    .build();
        }
        if (setting.isList()) {
            option.type(List.class).auxiliaryTypes(String.class);
        } else {
            option.type(String.class);
        }
        return option.paramLabel(setting.parameter())
                .arity("1")
                .description(setting.description() + " (" + setting.fallback() + ")")
                .build();
    }

    static String help(CommandSpec command) {
        return new CommandLine(command).getUsageMessage(Help.Ansi.OFF);
    }

    /// What is wrong with a command line.
    static List<String> faults(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return List.of(String.valueOf(e.getMessage()));
        }
        CommandSpec command = e.getCommandLine().getCommandSpec();
        List<String> known = Stream.concat(
                        command.optionsMap().keySet().stream(), command.subcommands().keySet().stream())
                .toList();
        return unmatched.getUnmatched().stream()
                .map(word -> word.split("=", 2)[0])
                .filter(word -> word.startsWith("-") || unmatched.getUnmatched().size() == 1)
                .map(word -> "there is no " + (word.startsWith("-") ? "option " : "command ") + word
                        + Nearest.hint(word, known))
                .toList();
    }
}
