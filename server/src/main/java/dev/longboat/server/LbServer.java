package dev.longboat.server;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The program `lbserver`. Confined to the main thread.
public final class LbServer {
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    LbServer(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = Map.copyOf(environment);
        this.out = out;
        this.err = err;
    }

    /// Runs the server until a signal.
    public static void main(String[] arguments) {
        Logging.begin();
        int status;
        try {
            status = new LbServer(System.getenv(), System.out, System.err)
                    .execute(arguments)
                    .status();
        } catch (RuntimeException e) {
            e.printStackTrace();
            status = ExitCode.INTERNAL.status();
        }
        System.out.flush();
        System.exit(status);
    }

    /// Carries out a command line.
    ExitCode execute(String... arguments) {
        ParseResult parsed;
        try {
            parsed = parse(arguments);
        } catch (ParameterException e) {
            ServerCommand.faults(e).forEach(fault -> err.println("lbserver: " + fault));
            err.println("Try: lbserver --help");
            return ExitCode.USAGE;
        }
        ParseResult last = lastOf(parsed);
        CommandSpec chosen = last.commandSpec();
        if (last.isUsageHelpRequested()) {
            out.print(ServerCommand.help(chosen));
            return ExitCode.STOPPED;
        }
        if (parsed.isVersionHelpRequested()) {
            out.println("lbserver " + Version.current());
            return ExitCode.STOPPED;
        }
        try {
            Map<Setting, Given> given = ConfigReading.given(options(parsed), environment, configFile(parsed));
            ServerConfig config = ConfigReading.config(given, Machine.here());
            return switch (chosen.name()) {
                case "print" -> {
                    ConfigListing.lines(given).forEach(out::println);
                    yield ExitCode.STOPPED;
                }
                case "check" -> {
                    Listening.of(config);
                    out.println("the configuration is fine");
                    yield ExitCode.STOPPED;
                }
                case "dump" -> new ServerRun(config, out, err).dump();
                case "verify" -> new ServerRun(config, out, err).verify();
                case "doctor" ->
                    new ServerRun(config, out, err).doctor(last.matchedOptionValue(ServerCommand.REPAIR_OPTION, false));
                case "config" -> {
                    out.print(ServerCommand.help(chosen));
                    yield ExitCode.USAGE;
                }
                default -> new ServerRun(config, out, err).run();
            };
        } catch (ConfigException e) {
            e.faults().forEach(fault -> err.println("lbserver: " + fault));
            return ExitCode.USAGE;
        } catch (java.io.IOException e) {
            err.println("lbserver: " + e.getMessage());
            return ExitCode.CANNOT_LISTEN;
        }
    }

    /// A server's start names no subcommand and needs no help. It is read without them, which would
    /// take longer to make than all else of the command line.
    private static ParseResult parse(String... arguments) {
        try {
            ParseResult start = new CommandLine(ServerCommand.start()).parseArgs(arguments);
            if (!start.isUsageHelpRequested()) {
                return start;
            }
        } catch (ParameterException _) {
            // Read whole, below: the fault is told with everything there is in view.
        }
        return new CommandLine(ServerCommand.spec()).parseArgs(arguments);
    }

    private static ParseResult lastOf(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last;
    }

    /// Options may stand before a subcommand or after it.
    private static Map<Setting, Given> options(ParseResult parsed) {
        Map<Setting, Given> given = new EnumMap<>(Setting.class);
        for (ParseResult level = parsed; ; level = level.subcommand()) {
            for (OptionSpec option : level.matchedOptions()) {
                Setting.ofKey(option.longestName().substring(2))
                        .ifPresent(setting -> given.put(setting, new Given(text(option), setting.option())));
            }
            if (!level.hasSubcommand()) {
                return given;
            }
        }
    }

    private static String text(OptionSpec option) {
        Object value = option.getValue();
        return value instanceof List<?> several
                ? several.stream().map(String::valueOf).collect(Collectors.joining(","))
                : value.toString();
    }

    private static String configFile(ParseResult parsed) {
        String file = "";
        for (ParseResult level = parsed; ; level = level.subcommand()) {
            file = level.matchedOptionValue(ServerCommand.CONFIG_OPTION, file);
            if (!level.hasSubcommand()) {
                return file;
            }
        }
    }
}
