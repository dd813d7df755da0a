package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.KeyValue;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.ServerStat;
import dev.longboat.client.Value;
import dev.longboat.client.WatchEvent;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;

/// The bytes, for pipes and files. Confined to the main thread.
final class RawReport implements Report {
    private final Paper paper;
    private final ZoneId zone;

    RawReport(Paper paper, ZoneId zone) {
        this.paper = paper;
        this.zone = zone;
    }

    @Override
    public void written(KeyVersion version) throws IOException {
        paper.line(Long.toString(version.revision()));
    }

    /// L3: not even a newline is added.
    @Override
    public void found(KeyValue pair) throws IOException {
        paper.bytes(pair.value());
    }

    @Override
    public void deleted(List<Key> asked, List<Key> deleted) throws IOException {
        paper.line(Integer.toString(deleted.size()));
    }

    @Override
    public Rows rows(boolean keysOnly) {
        return new Rows() {
            @Override
            public void row(KeyValue pair) throws IOException {
                paper.bytes(pair.key());
                if (!keysOnly && !pair.valueOmitted()) {
                    paper.text("\t").bytes(pair.value());
                }
                paper.text("\n");
            }

            @Override
            public void end() {}
        };
    }

    @Override
    public void change(WatchEvent event, boolean keysOnly) throws IOException {
        paper.text(event.revision() + (event instanceof WatchEvent.Put ? "\tput\t" : "\tdeleted\t"))
                .bytes(event.key());
        if (event instanceof WatchEvent.Put put && !keysOnly && !put.now().valueOmitted()) {
            paper.text("\t").bytes(put.now().value());
        }
        paper.text("\n");
    }

    @Override
    public void count(long keys) throws IOException {
        paper.line(Long.toString(keys));
    }

    @Override
    public void stat(ServerStat stat) throws IOException {
        fields(StatFields.of(stat, zone));
    }

    @Override
    public void facts(Facts facts) throws IOException {
        fields(facts.fields());
    }

    /// The rows alone, their cells behind tabs.
    @Override
    public void records(Facts head, Records records) throws IOException {
        if (records.rows().isEmpty()) {
            fields(head.fields());
        }
        for (List<Object> row : records.rows()) {
            for (int i = 0; i < row.size(); i++) {
                paper.text(i == 0 ? "" : "\t");
                switch (row.get(i)) {
                    case Key key -> paper.bytes(key);
                    case Value value -> paper.bytes(value);
                    default -> paper.text(row.get(i).toString());
                }
            }
            paper.text("\n");
        }
    }

    private void fields(List<StatFields.Field> fields) throws IOException {
        for (StatFields.Field field : fields) {
            paper.line(field.name() + "=" + field.value());
        }
    }
}
