package dev.longboat.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What an administrative verb has to say: named facts, in order. Confined to the main thread.
final class Facts {
    private final List<StatFields.Field> fields = new ArrayList<>();

    Facts text(String name, String value) {
        fields.add(StatFields.text(name, value));
        return this;
    }

    /// A text of our own words, which programs read in English.
    Facts said(String name, Phrase phrase) {
        fields.add(new StatFields.Field(name, phrase.toString(), phrase));
        return this;
    }

    /// Yes or no; programs read a truth value.
    Facts flag(String name, boolean value) {
        fields.add(new StatFields.Field(name, value, value ? Phrase.of("yes") : Phrase.of("no")));
        return this;
    }

    /// A time, for programs in milliseconds.
    ///
    /// @param name ends in `_ms`
    Facts milliseconds(String name, Duration time) {
        fields.add(StatFields.milliseconds(name, time));
        return this;
    }

    Facts number(String name, long value) {
        fields.add(StatFields.number(name, value));
        return this;
    }

    Facts bytes(String name, long value) {
        fields.add(StatFields.bytes(name, value));
        return this;
    }

    List<StatFields.Field> fields() {
        return List.copyOf(fields);
    }
}
