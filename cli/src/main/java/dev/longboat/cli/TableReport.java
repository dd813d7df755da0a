package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.KeyEvent;
import dev.longboat.client.KeyValue;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.ServerStat;
import dev.longboat.client.WatchEvent;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// For humans: aligned columns, long values cut, nothing that a terminal would obey. Confined to
/// the main thread.
final class TableReport implements Report {
    /// A cell of the table is cut behind so many characters; `get` never cuts.
    private static final int VALUE_SHOWN_MAX = 80;

    /// Longer values are not even fetched for a row: a table is no place for them.
    private static final int ROW_VALUE_BYTES_MAX = 1 << 20;

    /// The columns are as wide as these first rows need; later rows flow over.
    private static final int ROWS_MEASURED = 100;

    private final Paper paper;
    private final ZoneId zone;
    private final Words words;
    private final ValueView values;

    TableReport(Paper paper, ZoneId zone, Words words, ValueView values) {
        this.values = values;
        this.paper = paper;
        this.zone = zone;
        this.words = words;
    }

    @Override
    public void written(KeyVersion version) throws IOException {
        paper.line(words.told(
                "OK  revision %d  version %d  %s", version.revision(), version.version(), bytes(version.valueBytes())));
    }

    private static Phrase bytes(long count) {
        return count == 1 ? Phrase.of("1 byte") : Phrase.of("%d bytes", count);
    }

    @Override
    public void found(KeyValue pair) throws IOException {
        paper.line(values.shown(pair.value()));
    }

    @Override
    public void deleted(List<Key> asked, List<Key> deleted) throws IOException {
        paper.line(words.told("%d of %d deleted", deleted.size(), asked.size()));
    }

    @Override
    public void count(long keys) throws IOException {
        paper.line(Long.toString(keys));
    }

    @Override
    public Rows rows(boolean keysOnly) {
        return new Table(keysOnly);
    }

    @Override
    public int valueBytesMax() {
        return ROW_VALUE_BYTES_MAX;
    }

    @Override
    public void stat(ServerStat stat) throws IOException {
        fields(StatFields.of(stat, zone));
    }

    @Override
    public void facts(Facts facts) throws IOException {
        fields(facts.fields());
    }

    @Override
    public void records(Facts head, Records records) throws IOException {
        fields(head.fields());
        List<List<String>> lines = new ArrayList<>();
        if (!records.rows().isEmpty()) {
            lines.add(records.columns().stream().map(this::heading).toList());
        }
        for (List<Object> row : records.rows()) {
            lines.add(row.stream().map(cell -> cut(Records.shown(cell))).toList());
        }
        int[] widths = new int[records.columns().size()];
        for (List<String> line : lines) {
            widen(widths, line);
        }
        for (List<String> line : lines) {
            aligned(line, widths);
        }
    }

    private String heading(String column) {
        return words.translated(column.replace("_ms", "").replace('_', ' ')).toUpperCase(Locale.ROOT);
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            widths[i] = Math.max(widths[i], cell.codePointCount(0, cell.length()));
        }
    }

    /// The last cell ends where it ends.
    private void aligned(List<String> cells, int[] widths) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size() - 1; i++) {
            line.append(padded(cells.get(i), widths[i])).append("  ");
        }
        paper.line(line.append(cells.getLast()).toString().stripTrailing());
    }

    /// Lines are written as they come, so there are no columns that fit all of them.
    @Override
    public void change(WatchEvent event, boolean keysOnly) throws IOException {
        String put = words.told("put");
        String deleted = words.told("deleted");
        String what = padded(event instanceof WatchEvent.Put ? put : deleted, Math.max(put.length(), deleted.length()));
        String value = event instanceof WatchEvent.Put now && !keysOnly ? "  " + shown(now.now()) : "";
        String before = event.previous()
                .map(was -> "  " + (keysOnly ? words.told("(was there)") : words.told("(was %s)", shown(was))))
                .orElse("");
        paper.line("%8d  %s  %s%s%s".formatted(event.revision(), what, ShownText.of(event.key()), value, before));
    }

    private String shown(KeyValue pair) {
        return pair.valueOmitted() ? words.told("(too long to show)") : cut(ShownText.of(pair.value()));
    }

    private static String cut(String value) {
        return value.codePointCount(0, value.length()) <= VALUE_SHOWN_MAX
                ? value
                : value.substring(0, value.offsetByCodePoints(0, VALUE_SHOWN_MAX)) + "…";
    }

    private void fields(List<StatFields.Field> fields) throws IOException {
        int width =
                fields.stream().mapToInt(field -> label(field).length()).max().orElse(0);
        for (StatFields.Field field : fields) {
            paper.line(padded(label(field), width) + "  " + words.told(field.shown()));
        }
    }

    private String label(StatFields.Field field) {
        return words.translated(field.name().replace("_ms", "").replace('_', ' '));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
    }

    /// Rows, of which the first are kept until their widths are known.
    private final class Table implements Rows {
        private final boolean keysOnly;
        private final List<List<String>> measured = new ArrayList<>();
        private int[] widths = new int[0];

        Table(boolean keysOnly) {
            this.keysOnly = keysOnly;
        }

        @Override
        public void row(KeyValue pair) throws IOException {
            take(cells(pair));
        }

        @Override
        public void ended(KeyEvent.Ended ended) throws IOException {
            List<String> cells = new ArrayList<>(
                    List.of(ShownText.of(ended.key()), Long.toString(ended.revision()), words.told("deleted"), "-"));
            if (!keysOnly) {
                cells.add("");
            }
            take(cells);
        }

        private void take(List<String> cells) throws IOException {
            if (widths.length > 0) {
                aligned(cells, widths);
                return;
            }
            measured.add(cells);
            if (measured.size() == ROWS_MEASURED) {
                writeMeasured();
            }
        }

        @Override
        public void end() throws IOException {
            if (widths.length == 0 && !measured.isEmpty()) {
                writeMeasured();
            }
        }

        private List<String> cells(KeyValue pair) {
            KeyVersion version = pair.version();
            List<String> cells = new ArrayList<>();
            cells.add(ShownText.of(pair.key()));
            cells.add(Long.toString(version.revision()));
            cells.add(Long.toString(version.version()));
            cells.add(Long.toString(version.valueBytes()));
            if (!keysOnly) {
                cells.add(shown(pair));
            }
            return cells;
        }

        private void writeMeasured() throws IOException {
            List<String> head =
                    List.of(words.told(keysOnly ? "KEY REVISION VERSION BYTES" : "KEY REVISION VERSION BYTES VALUE")
                            .split(" "));
            measured.addFirst(head);
            widths = new int[head.size()];
            for (List<String> row : measured) {
                widen(widths, row);
            }
            for (List<String> row : measured) {
                aligned(row, widths);
            }
            measured.clear();
        }
    }
}
