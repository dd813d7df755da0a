package dev.longboat.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// The configuration file: YAML, one level of settings and their values.
///
/// ```yaml
/// # lb.yaml
/// port: 50051
/// data: /var/lib/longboat
/// memory: 2GiB
/// listen: [127.0.0.1, 192.0.2.1]
/// ```
///
/// Immutable.
final class ConfigFile {
    private ConfigFile() {}

    /// Reads a file. Faults are added to a list, so that all are told at once.
    static Map<Setting, Given> read(Path file, List<String> faults) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            faults.add("the configuration file " + file + " cannot be read: " + reason(e));
            return Map.of();
        }
        return parse(text, file.toString(), faults);
    }

    static Map<Setting, Given> parse(String text, String name, List<String> faults) {
        Map<Setting, Given> given = new EnumMap<>(Setting.class);
        try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return given;
            }
            if (first != JsonToken.START_OBJECT) {
                faults.add(place(name, parser) + ": settings stand as \"name: value\", one on a line");
                return given;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                readSetting(parser, name, given, faults);
            }
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            faults.add(name + ":" + line + ": this is not YAML: " + firstLine(e.getOriginalMessage()));
        }
        return given;
    }

    private static void readSetting(JsonParser parser, String name, Map<Setting, Given> given, List<String> faults) {
        String key = parser.currentName();
        String place = place(name, parser);
        Setting setting = Setting.ofKey(key).orElse(null);
        Optional<String> value = value(parser, setting != null && setting.isList());
        if (value.isEmpty()) {
            faults.add(place + ": " + key + " needs one value");
            return;
        }
        if (setting == null) {
            faults.add(place + ": there is no setting " + key + Nearest.hint(key, Setting.keys()));
        } else if (given.put(setting, new Given(value.get(), place)) != null) {
            faults.add(place + ": " + key + " stands here twice");
        }
    }

    /// A value, or the values of a list separated by commas; nothing when it is neither.
    private static Optional<String> value(JsonParser parser, boolean mayBeList) {
        JsonToken first = parser.nextToken();
        if (isValue(first)) {
            return Optional.of(parser.getString());
        }
        if (first != JsonToken.START_ARRAY || !mayBeList) {
            parser.skipChildren();
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        boolean good = true;
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            good &= isValue(next);
            values.add(good ? parser.getString() : "");
            parser.skipChildren();
        }
        return good && !values.isEmpty() ? Optional.of(String.join(",", values)) : Optional.empty();
    }

    private static boolean isValue(@Nullable JsonToken token) {
        return token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL;
    }

    private static String place(String name, JsonParser parser) {
        return name + ":" + parser.currentTokenLocation().getLineNr();
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException _ -> "there is no such file";
            case java.nio.file.AccessDeniedException _ -> "it may not be read";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
