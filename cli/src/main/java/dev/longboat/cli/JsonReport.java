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
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// For programs: one JSON document, or one for each pair. Bytes that are UTF-8 stand in `key` and
/// `value`, others in `key_base64` and `value_base64`. Confined to the main thread.
final class JsonReport implements Report {
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private static final String DAMAGE = "damage";

    private final Paper paper;
    private final ZoneId zone;
    private final Listing listing;

    JsonReport(Paper paper, ZoneId zone, Listing listing) {
        this.paper = paper;
        this.zone = zone;
        this.listing = listing;
    }

    /// What stands around the documents of a list.
    ///
    /// @param begin   before all
    /// @param first   before the first
    /// @param between before every other
    /// @param none    at the end of an empty list
    /// @param end     at the end of any other
    record Listing(String begin, String first, String between, String none, String end) {
        /// One document, that can be read as it comes.
        static final Listing ARRAY = new Listing("[", "\n", ",\n", "]\n", "\n]\n");

        /// A document to a line, as NDJSON has it.
        static final Listing LINES = new Listing("", "", "\n", "", "\n");
    }

    /// Something that writes one JSON value.
    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private void document(Content content) throws IOException {
        object(content);
        paper.text("\n");
    }

    private void object(Content content) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), paper.stream())) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        }
    }

    @Override
    public void written(KeyVersion version) throws IOException {
        document(json -> version(json, version));
    }

    @Override
    public void found(KeyValue pair) throws IOException {
        document(json -> pair(json, pair));
    }

    @Override
    public void deleted(List<Key> asked, List<Key> deleted) throws IOException {
        document(json -> {
            json.writeNumberProperty("asked", asked.size());
            json.writeNumberProperty("deleted", deleted.size());
        });
    }

    @Override
    public void count(long keys) throws IOException {
        document(json -> json.writeNumberProperty("count", keys));
    }

    @Override
    public void stat(ServerStat stat) throws IOException {
        document(json -> fields(json, StatFields.of(stat, zone)));
    }

    /// Damage is a list, whether there is any or not.
    @Override
    public void facts(Facts facts) throws IOException {
        document(json -> {
            fields(
                    json,
                    facts.fields().stream()
                            .filter(field -> !field.name().equals(DAMAGE))
                            .toList());
            json.writeName(DAMAGE);
            json.writeStartArray();
            for (StatFields.Field field : facts.fields()) {
                if (field.name().equals(DAMAGE)) {
                    json.writeString(field.value().toString());
                }
            }
            json.writeEndArray();
        });
    }

    private static void fields(JsonGenerator json, List<StatFields.Field> fields) {
        for (StatFields.Field field : fields) {
            switch (field.value()) {
                case Long number -> json.writeNumberProperty(field.name(), number);
                case Boolean truth -> json.writeBooleanProperty(field.name(), truth);
                case Object text -> json.writeStringProperty(field.name(), text.toString());
            }
        }
    }

    /// With a head one document, in which the rows are a list.
    @Override
    public void records(Facts head, Records records) throws IOException {
        if (!head.fields().isEmpty()) {
            document(json -> {
                fields(json, head.fields());
                json.writeName(records.name());
                json.writeStartArray();
                for (List<Object> row : records.rows()) {
                    json.writeStartObject();
                    cells(json, records.columns(), row);
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
            return;
        }
        paper.text(listing.begin);
        for (int i = 0; i < records.rows().size(); i++) {
            List<Object> row = records.rows().get(i);
            paper.text(i == 0 ? listing.first : listing.between);
            object(json -> cells(json, records.columns(), row));
        }
        paper.text(records.rows().isEmpty() ? listing.none : listing.end);
    }

    private static void cells(JsonGenerator json, List<String> columns, List<Object> row) {
        for (int i = 0; i < row.size(); i++) {
            switch (row.get(i)) {
                case Key key -> key(json, key);
                case Value value -> value(json, value);
                case Long number -> json.writeNumberProperty(columns.get(i), number);
                case Boolean truth -> json.writeBooleanProperty(columns.get(i), truth);
                case Object text -> {
                    if (!text.toString().isEmpty()) {
                        json.writeStringProperty(columns.get(i), text.toString());
                    }
                }
            }
        }
    }

    /// A pair to a line.
    @Override
    public Rows rows(boolean keysOnly) throws IOException {
        paper.text(listing.begin);
        return new Rows() {
            private boolean first = true;

            @Override
            public void row(KeyValue pair) throws IOException {
                paper.text(first ? listing.first : listing.between);
                first = false;
                object(json -> pair(json, pair));
            }

            @Override
            public void ended(KeyEvent.Ended ended) throws IOException {
                paper.text(first ? listing.first : listing.between);
                first = false;
                object(json -> {
                    key(json, ended.key());
                    json.writeNumberProperty("revision", ended.revision());
                    json.writeNumberProperty("ordinal", ended.ordinal());
                    json.writeNumberProperty("stamp_ms", ended.stampMs());
                    json.writeBooleanProperty("deleted", true);
                });
            }

            @Override
            public void end() throws IOException {
                paper.text(first ? listing.none : listing.end);
            }
        };
    }

    /// A document to a line.
    @Override
    public void change(WatchEvent event, boolean keysOnly) throws IOException {
        document(json -> {
            switch (event) {
                case WatchEvent.Put put -> {
                    json.writeStringProperty("event", "put");
                    json.writeNumberProperty("at_revision", put.revision());
                    pair(json, put.now());
                }
                case WatchEvent.Deleted deleted -> {
                    json.writeStringProperty("event", "deleted");
                    json.writeNumberProperty("at_revision", deleted.revision());
                    key(json, deleted.key());
                    json.writeNumberProperty("ordinal", deleted.ordinal());
                    json.writeNumberProperty("stamp_ms", deleted.stampMs());
                }
            }
            if (event.previous().isPresent()) {
                json.writeName("previous");
                json.writeStartObject();
                pair(json, event.previous().get());
                json.writeEndObject();
            }
        });
    }

    private static void pair(JsonGenerator json, KeyValue pair) {
        version(json, pair.version());
        if (!pair.valueOmitted()) {
            value(json, pair.value());
        }
    }

    private static void value(JsonGenerator json, Value value) {
        if (value.isText()) {
            json.writeStringProperty("value", value.text());
        } else {
            json.writeName("value_base64");
            json.writeBinary(value.bytes());
        }
    }

    private static void key(JsonGenerator json, Key key) {
        if (key.isText()) {
            json.writeStringProperty("key", key.text());
        } else {
            json.writeName("key_base64");
            json.writeBinary(key.bytes());
        }
    }

    private static void version(JsonGenerator json, KeyVersion version) {
        key(json, version.key());
        json.writeNumberProperty("revision", version.revision());
        json.writeNumberProperty("create_revision", version.createRevision());
        json.writeNumberProperty("version", version.version());
        json.writeNumberProperty("ordinal", version.ordinal());
        json.writeNumberProperty("stamp_ms", version.stampMs());
        if (version.lease() != 0) {
            json.writeNumberProperty("lease", version.lease());
        }
        json.writeNumberProperty("value_bytes", version.valueBytes());
    }
}
