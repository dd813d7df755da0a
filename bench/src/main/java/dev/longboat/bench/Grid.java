package dev.longboat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A table for readers. The first column holds names, the others figures. Immutable.
record Grid(List<String> header, List<List<String>> rows) {
    Grid {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /// As Markdown.
    List<String> markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(line(header));
        lines.add("| --- |" + " ---: |".repeat(header.size() - 1));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    /// As HTML.
    String html() {
        return "<table><thead>" + html(header, "th") + "</thead><tbody>"
                + rows.stream().map(row -> html(row, "td")).collect(Collectors.joining()) + "</tbody></table>";
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String html(List<String> cells, String tag) {
        return cells.stream()
                .map(cell -> "<" + tag + ">" + Page.escape(cell) + "</" + tag + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }
}
