package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.Value;
import java.util.ArrayList;
import java.util.List;

/// Things of one kind, one to a row, each with the same few columns. A cell is a Long, a Boolean, a
/// String, a [Key] or a [Value]; an empty String stands for nothing. Confined to the main thread.
final class Records {
    private final String name;
    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    /// @param name    of the list, where it stands in something larger
    /// @param columns in snake case
    Records(String name, String... columns) {
        this.name = name;
        this.columns = List.of(columns);
    }

    Records row(Object... cells) {
        rows.add(List.of(cells));
        return this;
    }

    String name() {
        return name;
    }

    List<String> columns() {
        return columns;
    }

    List<List<Object>> rows() {
        return rows;
    }

    /// A cell as a human reads it, in one line.
    static String shown(Object cell) {
        return switch (cell) {
            case Key key -> ShownText.of(key);
            case Value value -> ShownText.of(value);
            default -> cell.toString();
        };
    }
}
