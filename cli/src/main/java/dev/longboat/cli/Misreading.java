package dev.longboat.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Why a command line was not understood, in our words, since the parser has only English ones.
/// Immutable; holds nothing.
final class Misreading {
    private static final Set<Class<?>> NUMBERS = Set.of(int.class, Integer.class, long.class);

    private Misreading() {}

    static Phrase of(ParameterException wrong) {
        return switch (wrong) {
            case UnmatchedArgumentException unmatched ->
                Suggestions.unmatched(
                        unmatched.getUnmatched().getFirst(),
                        wrong.getCommandLine().getCommandSpec());
            case MissingParameterException missing -> Phrase.of("missing: %s", labels(missing.getMissing()));
            case OverwrittenOptionException twice -> Phrase.of("%s is given twice", name(twice.getOverwritten()));
            default -> wrong.getCause() instanceof UsageException usage ? usage.phrase() : ofValue(wrong);
        };
    }

    /// A value that is none of its option's, or of its parameter's.
    private static Phrase ofValue(ParameterException wrong) {
        ArgSpec place = wrong.getArgSpec();
        String value = wrong.getValue();
        if (place == null || value == null) {
            return Phrase.exactly(String.valueOf(wrong.getMessage()));
        }
        Object[] known = place.type().getEnumConstants();
        if (known != null) {
            return UsageException.noneOf(name(place), known, value).phrase();
        }
        return NUMBERS.contains(place.type())
                ? Phrase.of("%s: '%s' is not a whole number", name(place), value)
                : Phrase.exactly(String.valueOf(wrong.getMessage()));
    }

    private static String name(ArgSpec place) {
        return place instanceof OptionSpec option ? option.longestName() : place.paramLabel();
    }

    private static String labels(List<ArgSpec> places) {
        return places.stream().map(Misreading::label).collect(Collectors.joining(", "));
    }

    private static String label(ArgSpec place) {
        return place instanceof OptionSpec option && option.arity().max() > 0
                ? option.longestName() + "=" + option.paramLabel()
                : name(place);
    }
}
