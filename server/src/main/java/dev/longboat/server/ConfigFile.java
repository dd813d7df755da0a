package dev.longboat.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
        JsonToken value = parser.nextToken();
        if (value == null || !value.isScalarValue() || value == JsonToken.VALUE_NULL) {
            faults.add(place + ": " + key + " needs one value");
            parser.skipChildren();
            return;
        }
        Setting setting = Setting.ofKey(key).orElse(null);
        if (setting == null) {
            faults.add(place + ": there is no setting " + key + Nearest.hint(key, Setting.keys()));
        } else if (given.put(setting, new Given(parser.getString(), place)) != null) {
            faults.add(place + ": " + key + " stands here twice");
        }
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
