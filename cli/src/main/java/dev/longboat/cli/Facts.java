package dev.longboat.cli;

import java.util.ArrayList;
import java.util.List;

/// What an administrative verb has to say: named facts, in order. Confined to the main thread.
final class Facts {
    private final List<StatFields.Field> fields = new ArrayList<>();

    Facts text(String name, String value) {
        fields.add(new StatFields.Field(name, value, value));
        return this;
    }

    Facts number(String name, long value) {
        fields.add(new StatFields.Field(name, value, Long.toString(value)));
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
