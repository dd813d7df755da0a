package dev.longboat.cli;

import dev.longboat.client.Value;
import java.io.StringWriter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// How a whole value is written for a human. At a terminal by what it is: JSON with its parts
/// indented, text as it is, other bytes as a hexadecimal dump. Elsewhere text as it is, and
/// anything else escaped. Immutable.
///
/// @param byType  whether it is looked at what the value is
/// @param colours whether names and offsets stand out
record ValueView(boolean byType, boolean colours) {
    /// A longer text is not looked at.
    private static final long JSON_BYTES_MAX = 1 << 20;

    private static final int DUMP_BYTES = 16;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final String CYAN = "\u001b[36m";
    private static final String PLAIN = "\u001b[0m";

    /// Of a program whose output a terminal shows or not.
    static ValueView of(boolean terminal, Map<String, String> env) {
        String kind = env.getOrDefault("TERM", "");
        boolean colours = !kind.isEmpty()
                && !kind.equals("dumb")
                && env.getOrDefault("NO_COLOR", "").isEmpty();
        return new ValueView(terminal, terminal && colours);
    }

    String shown(Value value) {
        if (!byType) {
            return ShownText.block(value);
        }
        return value.isText() ? text(value) : dump(value.bytes());
    }

    private String text(Value value) {
        String text = value.text();
        String begin = text.stripLeading();
        boolean maybe = (begin.startsWith("{") || begin.startsWith("[")) && value.size() <= JSON_BYTES_MAX;
        String indented = maybe ? indented(text) : "";
        return indented.isEmpty() ? ShownText.block(value) : indented;
    }

    /// One JSON document with its parts indented, numbers as they were written; nothing when the
    /// text is none, or would command the terminal.
    private String indented(String text) {
        JsonFactory json = new JsonFactory();
        StringWriter written = new StringWriter();
        PrettyPrinter lines = new Lines(colours);
        ObjectWriteContext style = new ObjectWriteContext.Base() {
            @Override
            public PrettyPrinter getPrettyPrinter() {
                return lines;
            }
        };
        try (JsonParser from = json.createParser(ObjectReadContext.empty(), text);
                JsonGenerator to = json.createGenerator(style, written)) {
            int depth = 0;
            for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (!copy(token, from, to)) {
                    return "";
                }
                if (depth == 0) {
                    break;
                }
            }
            if (from.nextToken() != null) {
                return "";
            }
        } catch (JacksonException _) {
            return "";
        }
        return written.toString();
    }

    /// @return false when it must not be shown: what an escape hides is written as it is, but for
    ///     the first 32 characters
    private static boolean copy(JsonToken token, JsonParser from, JsonGenerator to) {
        switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> to.writeNumber(from.getString());
            case VALUE_STRING, PROPERTY_NAME -> {
                if (from.getString().chars().anyMatch(c -> c >= 0x7f && Character.isISOControl(c))) {
                    return false;
                }
                to.copyCurrentEvent(from);
            }
            default -> to.copyCurrentEvent(from);
        }
        return true;
    }

    /// Where lines begin, and names stand out. Confined to one document.
    private static final class Lines extends DefaultPrettyPrinter {
        private static final long serialVersionUID = 1L;

        private final boolean colours;

        Lines(boolean colours) {
            this.colours = colours;
            _objectIndenter = new DefaultIndenter("  ", "\n");
            _arrayIndenter = _objectIndenter;
        }

        @Override
        public DefaultPrettyPrinter createInstance() {
            return new Lines(colours);
        }

        @Override
        public void beforeObjectEntries(JsonGenerator to) {
            super.beforeObjectEntries(to);
            colour(to, CYAN);
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator to) {
            super.writeObjectEntrySeparator(to);
            colour(to, CYAN);
        }

        @Override
        public void writeObjectNameValueSeparator(JsonGenerator to) {
            colour(to, PLAIN);
            super.writeObjectNameValueSeparator(to);
        }

        private void colour(JsonGenerator to, String code) {
            if (colours) {
                to.writeRaw(code);
            }
        }
    }

    private String dump(byte[] bytes) {
        StringBuilder dump = new StringBuilder();
        for (int at = 0; at < bytes.length; at += DUMP_BYTES) {
            int end = Math.min(bytes.length, at + DUMP_BYTES);
            int half = Math.min(end, at + DUMP_BYTES / 2);
            String hex = HEX.formatHex(bytes, at, half) + "  " + HEX.formatHex(bytes, half, end);
            StringBuilder characters = new StringBuilder();
            for (int i = at; i < end; i++) {
                characters.append(bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char) bytes[i] : '.');
            }
            String offset = String.format(Locale.ROOT, "%08x", at);
            dump.append(at == 0 ? "" : "\n")
                    .append(colours ? CYAN + offset + PLAIN : offset)
                    .append(String.format(Locale.ROOT, "  %-48s  |%s|", hex, characters));
        }
        return dump.toString();
    }
}
