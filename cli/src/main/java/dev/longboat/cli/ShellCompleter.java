package dev.longboat.cli;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What the word at the cursor may become: a verb, an option of the verb, or a key where the verb
/// takes one. Confined to the main thread.
final class ShellCompleter implements Completer {
    private static final Set<String> KEY_LABELS = Set.of("KEY", "PREFIX", "FROM", "TO");
    private static final List<String> OWN_WORDS = List.of("help", "exit");

    private final CommandSpec grammar;
    private final Function<String, List<String>> keys;

    /// @param words for the hints
    /// @param keys those that start with a prefix
    ShellCompleter(Words words, Function<String, List<String>> keys) {
        this.grammar = LbClient.grammar(words);
        this.keys = keys;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        complete(line, candidates);
    }

    void complete(ParsedLine line, List<Candidate> candidates) {
        List<String> before = line.words().subList(0, line.wordIndex());
        if (before.isEmpty() || (before.size() == 1 && before.getFirst().equals("help"))) {
            verbs(candidates);
            return;
        }
        var verb = grammar.subcommands().get(before.getFirst());
        if (verb == null) {
            return;
        }
        CommandSpec spec = verb.getCommandSpec();
        if (line.word().startsWith("-")) {
            options(spec, candidates);
        } else if (takesKey(spec, placeOf(before))) {
            keys.apply(line.word()).forEach(key -> candidates.add(new Candidate(key)));
        }
    }

    private void verbs(List<Candidate> candidates) {
        grammar.subcommands().forEach((name, command) -> {
            if (!name.equals("shell")) {
                candidates.add(
                        candidate(name, command.getCommandSpec().usageMessage().description()));
            }
        });
        OWN_WORDS.forEach(word -> candidates.add(new Candidate(word)));
    }

    private static void options(CommandSpec spec, List<Candidate> candidates) {
        for (OptionSpec option : spec.options()) {
            candidates.add(candidate(option.longestName(), option.description()));
        }
    }

    private static Candidate candidate(String word, String[] description) {
        String hint = description.length == 0 ? null : description[0];
        return new Candidate(word, word, null, hint, null, null, true);
    }

    /// How many arguments stand before the word at the cursor, options left out.
    private static int placeOf(List<String> before) {
        return (int)
                before.stream().skip(1).filter(word -> !word.startsWith("-")).count();
    }

    private static boolean takesKey(CommandSpec spec, int place) {
        return spec.positionalParameters().stream()
                .filter(parameter -> parameter.index().contains(place))
                .map(PositionalParamSpec::paramLabel)
                .anyMatch(KEY_LABELS::contains);
    }
}
