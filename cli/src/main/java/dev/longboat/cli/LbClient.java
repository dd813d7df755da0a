package dev.longboat.cli;

import dev.longboat.client.LongboatClient;
import dev.longboat.client.LongboatException;
import dev.longboat.engine.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/// The program `lbclient`: reads its arguments, asks the server one thing, writes the answer and
/// exits with a code that says how it went. Confined to the main thread.
@Command(
        name = "lbclient",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "VERB",
        description = "Talks to a Longboat server.",
        commandListHeading = "%nVerbs (lbclient VERB --help says more):%n",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the server failed",
            "2:the command line is wrong",
            "3:the key was not found",
            "4:the server refused the request as invalid",
            "5:a conflict, or no room: too much in flight, the disk full",
            "6:the server was not reached; nothing was changed",
            "7:the time was up; nothing was changed",
            "8:a write was sent and not answered: it may have been applied",
            "9:not permitted",
            "10:a file or pipe of this machine failed, or its memory was too small",
            "11:a data directory, a backup or the server's store is damaged"
        })
public final class LbClient {
    /// Every verb, as help lists them. `get` is `GetVerb`.
    private static final List<Class<?>> VERBS = List.of(
            SetVerb.class,
            GetVerb.class,
            DelVerb.class,
            GetPrefixVerb.class,
            RangeVerb.class,
            HistoryVerb.class,
            DiffVerb.class,
            RevertVerb.class,
            WatchVerb.class,
            TxnVerb.class,
            TtlVerb.class,
            LeaseVerb.class,
            TrimVerb.class,
            PurgeVerb.class,
            HorizonVerb.class,
            StatVerb.class,
            BackupVerb.class,
            RestoreVerb.class,
            VerifyVerb.class,
            ScrubVerb.class,
            CompletionVerb.class,
            ShellVerb.class);

    private static final String CLASS_OF_VERB = "Verb";

    @Mixin
    private GlobalOptions options = new GlobalOptions();

    private final Surroundings here;
    private final Connections connections;

    private LbClient(Surroundings here, Connections connections) {
        this.here = here;
        this.connections = connections;
    }

    /// Runs the program and ends the process.
    public static void main(String[] args) {
        Surroundings here = Surroundings.ofProcess().speaking(List.of(args));
        int code;
        try {
            code = run(ProcessArguments.of(args), here);
        } catch (UsageException e) {
            here.say(e.phrase());
            code = ExitCode.USAGE.number();
        } catch (OutOfMemoryError _) {
            here.say("the value does not fit into memory; --out FILE or -o raw streams it");
            code = ExitCode.LOCAL_FILE.number();
        }
        System.exit(code);
    }

    /// Runs the program and answers its exit code.
    static int run(List<String> args, Surroundings here) {
        if (!args.isEmpty() && args.getFirst().equals(ClassicClient.NAME)) {
            return ClassicClient.run(args.subList(1, args.size()), here).number();
        }
        try (Connections connections = new Connections()) {
            return run(args, here, connections);
        }
    }

    /// The same, by connections that are there.
    static int run(List<String> args, Surroundings here, Connections connections) {
        List<Class<?>> named =
                VERBS.stream().filter(verb -> args.contains(nameOf(verb))).toList();
        boolean needsAll = named.isEmpty() || args.contains("--help") || args.contains("-h");
        return run(args, here, connections, needsAll ? VERBS : named);
    }

    /// The same, when it can be no other than some verbs: to learn what all of them understand
    /// takes longer than to carry one out.
    private static int run(List<String> args, Surroundings someone, Connections connections, List<Class<?>> verbs) {
        Surroundings here = someone.speaking(args);
        LbClient program = new LbClient(here, connections);
        program.options.env(here.env());
        CommandLine line = program.line(verbs)
                .setExpandAtFiles(false)
                .setUsageHelpWidth(100)
                .setOut(new PrintWriter(here.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(here.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((wrong, _) -> verbs.size() < VERBS.size()
                        ? run(args, here, connections, VERBS) // which knows what was perhaps meant
                        : program.usage(wrong))
                .setExecutionExceptionHandler(
                        (failure, _, _) -> program.failed(failure).number())
                .setExecutionStrategy(program::execute);
        return line.execute(args.toArray(String[]::new));
    }

    /// What may be said, for whoever wants to complete it, with its texts in a language.
    static CommandSpec grammar(Words words) {
        CommandLine line = new LbClient(Surroundings.ofProcess(), new Connections()).line(VERBS);
        HelpTexts.translate(line, words::translated);
        return line.getCommandSpec();
    }

    private CommandLine line(List<Class<?>> verbs) {
        CommandLine line = new CommandLine(this);
        verbs.forEach(line::addSubcommand);
        return line;
    }

    private static String nameOf(Class<?> verb) {
        String name = verb.getSimpleName();
        return name.substring(0, name.length() - CLASS_OF_VERB.length()).toLowerCase(Locale.ROOT);
    }

    private int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (last.isUsageHelpRequested() && here.words().language() != Language.en) {
            HelpTexts.translate(parsed.commandSpec().commandLine(), here.words()::translated);
        }
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        CommandLine line = last.commandSpec().commandLine();
        try {
            return switch (last.commandSpec().userObject()) {
                case Verb verb -> run(verb).number();
                case ShellVerb _ -> shell(parsed, last);
                default ->
                    throw new UsageException(
                            "a verb is missing: %s",
                            String.join(", ", parsed.commandSpec().subcommands().keySet()));
            };
        } catch (UsageException e) {
            return usage(new ParameterException(line, String.valueOf(e.getMessage()), e));
        } catch (IOException | LongboatException | SweepStoppedException | StoreException e) {
            return failed(e).number();
        }
    }

    private ExitCode run(Verb verb) throws IOException {
        ClassicWords words = options.words(here.words().language());
        OutputFormat format = words == null ? format(verb) : null;
        Paper paper = new Paper(here.out());
        LongboatClient client = connections.to(options.endpoint(), options.clientOptions());
        Report report = report(paper, format, words);
        ExitCode code = verb.run(new Call(client, paper, report, format, options.escapes(), here));
        paper.flush();
        return code;
    }

    private int shell(ParseResult parsed, ParseResult verb) throws IOException {
        List<String> given = new ArrayList<>();
        for (ParseResult part : List.of(parsed, verb)) {
            for (OptionSpec option : part.matchedOptions()) {
                List<String> values = option.originalStringValues();
                given.add(
                        option.arity().max() == 0
                                ? option.longestName()
                                : option.longestName() + "=" + values.getLast());
            }
        }
        return new Shell(here, connections, given).run(options.endpoint());
    }

    private OutputFormat format(Verb verb) {
        OutputFormat chosen = options.output();
        if (chosen != null) {
            return chosen;
        }
        return verb.isRawForPipes() && !here.outIsTerminal() ? OutputFormat.raw : OutputFormat.table;
    }

    private Report report(Paper paper, @Nullable OutputFormat format, @Nullable ClassicWords words) {
        if (words != null) {
            return new ClassicReport(paper, words, here.zone());
        }
        return switch (format == null ? OutputFormat.table : format) {
            case json -> new JsonReport(paper, here.zone(), JsonReport.Listing.ARRAY);
            case ndjson -> new JsonReport(paper, here.zone(), JsonReport.Listing.LINES);
            case csv -> new CsvReport(paper, here.zone());
            case raw -> new RawReport(paper, here.zone());
            case table ->
                new TableReport(paper, here.zone(), here.words(), ValueView.of(here.outIsTerminal(), here.env()));
        };
    }

    private int usage(ParameterException wrong) {
        CommandSpec spec = wrong.getCommandLine().getCommandSpec();
        here.say(Misreading.of(wrong));
        here.err().println(here.words().told("Try '%s --help'.", spec.qualifiedName()));
        return ExitCode.USAGE.number();
    }

    private ExitCode failed(Exception thrown) {
        Failure failure = Failure.of(thrown, options, here.words());
        if (!failure.isQuiet()) {
            here.say(failure.phrase());
        }
        return failure.code();
    }
}
