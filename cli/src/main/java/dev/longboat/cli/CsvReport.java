package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.KeyEvent;
import dev.longboat.client.KeyValue;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.ServerStat;
import dev.longboat.client.Value;
import dev.longboat.client.WatchEvent;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// For spreadsheets and databases: RFC 4180, with a head, lines ended by a line feed alone. Bytes
/// that are UTF-8 stand in `key` and `value`, others in `key_base64` and `value_base64`. Confined
/// to the main thread.
final class CsvReport implements Report {
    private static final List<String> VERSION = List.of(
            "key", "key_base64", "revision", "create_revision", "version", "ordinal", "stamp_ms", "value_bytes");
    private static final List<String> VALUE = List.of("value", "value_base64");

    private final Paper paper;
    private final ZoneId zone;
    private boolean changesBegun;

    CsvReport(Paper paper, ZoneId zone) {
        this.paper = paper;
        this.zone = zone;
    }

    @Override
    public void written(KeyVersion version) throws IOException {
        line(VERSION);
        line(cells(version));
    }

    @Override
    public void found(KeyValue pair) throws IOException {
        Rows rows = rows(false);
        rows.row(pair);
        rows.end();
    }

    @Override
    public void deleted(List<Key> asked, List<Key> deleted) throws IOException {
        line(List.of("asked", "deleted"));
        line(List.of(asked.size(), deleted.size()));
    }

    @Override
    public void count(long keys) throws IOException {
        line(List.of("count"));
        line(List.of(keys));
    }

    @Override
    public void stat(ServerStat stat) throws IOException {
        fields(StatFields.of(stat, zone));
    }

    @Override
    public void facts(Facts facts) throws IOException {
        fields(facts.fields());
    }

    /// The rows alone; bytes that are no UTF-8 are escaped as in tables.
    @Override
    public void records(Facts head, Records records) throws IOException {
        line(records.columns());
        for (List<Object> row : records.rows()) {
            line(row.stream().map(CsvReport::plain).toList());
        }
    }

    private static String plain(Object cell) {
        return switch (cell) {
            case Key key when key.isText() -> key.text();
            case Value value when value.isText() -> value.text();
            default -> Records.shown(cell);
        };
    }

    private void fields(List<StatFields.Field> fields) throws IOException {
        line(List.of("name", "value"));
        for (StatFields.Field field : fields) {
            line(List.of(field.name(), field.value()));
        }
    }

    /// A delete, in a history, has no version.
    @Override
    public Rows rows(boolean keysOnly) throws IOException {
        line(keysOnly ? VERSION : joined(VERSION, VALUE));
        return new Rows() {
            @Override
            public void row(KeyValue pair) throws IOException {
                line(keysOnly ? cells(pair.version()) : joined(cells(pair.version()), cells(pair)));
            }

            @Override
            public void ended(KeyEvent.Ended ended) throws IOException {
                List<Object> cells = deletion(ended.key(), ended.revision(), ended.ordinal(), ended.stampMs());
                line(keysOnly ? cells : joined(cells, List.of("", "")));
            }

            @Override
            public void end() {}
        };
    }

    @Override
    public void change(WatchEvent event, boolean keysOnly) throws IOException {
        if (!changesBegun) {
            changesBegun = true;
            List<String> head = joined(List.of("event", "at_revision"), VERSION);
            line(keysOnly ? head : joined(head, VALUE));
        }
        switch (event) {
            case WatchEvent.Put put -> {
                List<Object> cells =
                        joined(List.of("put", put.revision()), cells(put.now().version()));
                line(keysOnly ? cells : joined(cells, cells(put.now())));
            }
            case WatchEvent.Deleted gone -> {
                List<Object> cells = joined(
                        List.of("deleted", gone.revision()),
                        deletion(gone.key(), gone.revision(), gone.ordinal(), gone.stampMs()));
                line(keysOnly ? cells : joined(cells, List.of("", "")));
            }
        }
    }

    private static List<Object> cells(KeyVersion version) {
        return joined(
                cells(version.key()),
                List.of(
                        version.revision(),
                        version.createRevision(),
                        version.version(),
                        version.ordinal(),
                        version.stampMs(),
                        version.valueBytes()));
    }

    private static List<Object> deletion(Key key, long revision, long ordinal, long stampMs) {
        return joined(cells(key), List.of(revision, "", "", ordinal, stampMs, ""));
    }

    private static List<Object> cells(Key key) {
        return key.isText() ? List.of(key.text(), "") : List.of("", base64(key.bytes()));
    }

    private static List<Object> cells(KeyValue pair) {
        if (pair.valueOmitted()) {
            return List.of("", "");
        }
        Value value = pair.value();
        return value.isText() ? List.of(value.text(), "") : List.of("", base64(value.bytes()));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static <T> List<T> joined(List<? extends T> first, List<? extends T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private void line(List<?> cells) throws IOException {
        paper.line(cells.stream().map(cell -> quoted(cell.toString())).collect(Collectors.joining(",")));
    }

    /// In quotes when it has to be, and when it is a text with blanks at its ends.
    private static String quoted(String cell) {
        boolean plain = cell.equals(cell.strip())
                && cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
