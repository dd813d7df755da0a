package dev.longboat.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Something to say, in no language yet: the English sentence, which is also the key of its
/// translations, and what stands in its places: `%s`, `%d`, or `%2$s` where a language wants
/// another order. A phrase may stand in a place of another. Immutable.
///
/// @param english   the sentence; without arguments it is taken as it is, `%` included
/// @param arguments what stands in its places
record Phrase(String english, List<Object> arguments) {
    Phrase {
        arguments = List.copyOf(arguments);
    }

    static Phrase of(String english, Object... arguments) {
        return new Phrase(english, Arrays.asList(arguments));
    }

    /// What is the same in every language: a name, a number, the words of somebody else.
    static Phrase exactly(Object text) {
        return new Phrase("%s", List.of(text));
    }

    /// The words, once each sentence in it is translated.
    String in(UnaryOperator<String> translation) {
        String sentence = translation.apply(english);
        if (arguments.isEmpty()) {
            return sentence;
        }
        Object[] said = arguments.stream()
                .map(argument -> argument instanceof Phrase phrase ? phrase.in(translation) : argument)
                .toArray();
        return String.format(Locale.ROOT, sentence, said);
    }

    /// In English.
    @Override
    public String toString() {
        return in(UnaryOperator.identity());
    }
}
