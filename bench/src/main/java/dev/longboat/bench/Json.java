package dev.longboat.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes JSON: maps, lists, numbers, and texts of everything else. Immutable.
final class Json {
    private Json() {}

    static String of(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> text(entry.getKey().toString()) + ":" + of(entry.getValue()))
                        .collect(Collectors.joining(",\n", "{", "}"));
            case List<?> list -> list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> text(value.toString());
        };
    }

    private static String text(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(character -> {
            switch (character) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> {
                    if (character < ' ' || character == '<') {
                        out.append(String.format("\\u%04x", character)); // '<': safe inside a script of a page
                    } else {
                        out.append((char) character);
                    }
                }
            }
        });
        return out.append('"').toString();
    }
}
