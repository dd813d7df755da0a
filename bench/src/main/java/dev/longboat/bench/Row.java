package dev.longboat.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A line of a table of results: what stands in each column, as text. Immutable.
record Row(Map<String, String> cells) {
    Row {
        cells = Map.copyOf(cells);
    }

    /// What stands in a column; empty when it has none.
    String text(String column) {
        return cells.getOrDefault(column, "");
    }

    /// The number in a column; 0 when it has none.
    double number(String column) {
        String text = text(column);
        return text.isEmpty() ? 0 : Double.parseDouble(text);
    }

    long whole(String column) {
        return (long) number(column);
    }

    /// Whether it has these cells too.
    boolean has(Map<String, String> some) {
        return some.entrySet().stream().allMatch(cell -> text(cell.getKey()).equals(cell.getValue()));
    }

    boolean has(String column, Object value) {
        return text(column).equals(String.valueOf(value));
    }

    /// Fills one, column by column. Confined to one thread.
    static final class Maker {
        private final Map<String, String> cells = new LinkedHashMap<>();

        Maker with(String column, Object value) {
            cells.put(column, String.valueOf(value));
            return this;
        }

        /// A number with so many digits behind the point.
        Maker with(String column, double value, int digits) {
            cells.put(column, String.format(Locale.ROOT, "%." + digits + "f", value));
            return this;
        }

        Maker with(Map<String, String> others) {
            cells.putAll(others);
            return this;
        }

        Row row() {
            return new Row(cells);
        }
    }
}
