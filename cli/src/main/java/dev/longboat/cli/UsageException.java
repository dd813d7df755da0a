package dev.longboat.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The command line asks for something that makes no sense; the phrase says what, and the message
/// the same in English. Immutable.
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Phrase phrase;

    UsageException(String english, Object... arguments) {
        this(Phrase.of(english, arguments));
    }

    private UsageException(Phrase phrase) {
        super(phrase.toString());
        this.phrase = phrase;
    }

    /// A word that is none of those that are known.
    static UsageException noneOf(String place, Object[] known, String word) {
        String words = Arrays.stream(known).map(Object::toString).collect(Collectors.joining(", "));
        return new UsageException("%s: expected one of %s but was '%s'", place, words, word);
    }

    Phrase phrase() {
        return phrase;
    }
}
