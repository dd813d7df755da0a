package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.KeyValue;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.ServerStat;
import dev.longboat.client.WatchEvent;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// As the client of the classic system A wrote. Confined to the main thread.
final class ClassicReport implements Report {
    private final Paper paper;
    private final ClassicWords words;
    private final ZoneId zone;

    ClassicReport(Paper paper, ClassicWords words, ZoneId zone) {
        this.paper = paper;
        this.words = words;
        this.zone = zone;
    }

    @Override
    public void written(KeyVersion version) throws IOException {
        paper.line(words.written);
    }

    @Override
    public void found(KeyValue pair) throws IOException {
        paper.line(words.value + ShownText.block(pair.value()));
    }

    @Override
    public void missing(Key key) throws IOException {
        paper.line(words.missing);
    }

    @Override
    public void deleted(List<Key> asked, List<Key> deleted) throws IOException {
        paper.line("%d/%d".formatted(deleted.size(), asked.size()));
    }

    @Override
    public void count(long keys) throws IOException {
        paper.line(words.keys + keys);
    }

    /// The number comes first, so that the pairs are gathered as text before they are written.
    @Override
    public Rows rows(boolean keysOnly) {
        List<String> lines = new ArrayList<>();
        return new Rows() {
            @Override
            public void row(KeyValue pair) {
                String value = keysOnly ? "" : ": " + ShownText.block(pair.value());
                lines.add("  - " + ShownText.of(pair.key()) + value);
            }

            @Override
            public void end() throws IOException {
                paper.line(lines.isEmpty() ? words.noPairs : words.pairs.formatted(lines.size()));
                for (String line : lines) {
                    paper.line(line);
                }
            }
        };
    }

    @Override
    public void stat(ServerStat stat) throws IOException {
        ServerStat.Totals totals = stat.totals();
        paper.line(words.statistics);
        paper.line(words.keys + stat.keys());
        paper.line(words.requests + (totals.sets() + totals.gets() + totals.prefixes()));
        paper.line(words.started + StatFields.startTime(stat, zone));
    }

    @Override
    public void change(WatchEvent event, boolean keysOnly) throws IOException {
        String value =
                event instanceof WatchEvent.Put put && !keysOnly && !put.now().valueOmitted()
                        ? ": " + ShownText.block(put.now().value())
                        : "";
        paper.line((event instanceof WatchEvent.Put ? "  + " : "  - ") + ShownText.of(event.key()) + value);
    }

    @Override
    public void records(Facts head, Records records) throws IOException {
        facts(head);
        for (List<Object> row : records.rows()) {
            paper.line(row.stream().map(Records::shown).collect(Collectors.joining(" ")));
        }
    }

    /// The classic client had no such verbs, and so no words for them.
    @Override
    public void facts(Facts facts) throws IOException {
        for (StatFields.Field field : facts.fields()) {
            paper.line(field.name() + ": " + field.value());
        }
    }
}
