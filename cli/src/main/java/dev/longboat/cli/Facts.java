package dev.longboat.cli;

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
