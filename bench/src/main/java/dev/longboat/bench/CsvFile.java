package dev.longboat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A table of results in a file of comma-separated values with one line of names. No value holds a
/// comma, a quote or the end of a line. Confined to one thread.
final class CsvFile {
    private final Path path;
    private final List<String> columns;

    /// @param columns the names of the columns, in order
    CsvFile(Path path, List<String> columns) {
        this.path = path;
        this.columns = List.copyOf(columns);
    }

    /// All rows; none when there is no file.
    ///
    /// @throws IOException when it cannot be read, or is another table
    List<Row> rows() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        List<String> lines = Files.readAllLines(path);
        if (lines.isEmpty() || !lines.getFirst().equals(String.join(",", columns))) {
            throw new IOException(path + " has other columns than this build writes; choose another directory");
        }
        List<Row> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            if (cells.length == columns.size()) { // a line that a kill cut short is none
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < cells.length; i++) {
                    row.put(columns.get(i), cells[i]);
                }
                rows.add(new Row(row));
            }
        }
        return rows;
    }

    /// Adds rows at the end.
    void append(List<Row> rows) throws IOException {
        if (!Files.exists(path)) {
            Files.writeString(path, String.join(",", columns) + "\n");
        }
        Files.writeString(path, rows.stream().map(this::line).collect(Collectors.joining()), StandardOpenOption.APPEND);
    }

    /// Keeps only some of the rows.
    void retain(Predicate<Row> wanted) throws IOException {
        List<Row> rows = rows().stream().filter(wanted).toList();
        Files.deleteIfExists(path);
        if (!rows.isEmpty()) {
            append(rows);
        }
    }

    private String line(Row row) {
        for (String column : row.cells().keySet()) {
            if (!columns.contains(column)) {
                throw new IllegalArgumentException(path.getFileName() + " has no column " + column);
            }
        }
        return columns.stream().map(row::text).map(CsvFile::plain).collect(Collectors.joining(",")) + "\n";
    }

    private static String plain(String value) {
        return value.replaceAll("[,\"\r\n]", " ");
    }
}
