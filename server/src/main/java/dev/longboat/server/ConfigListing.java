package dev.longboat.server;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Every setting as a line of a configuration file, with where it comes from. Immutable.
final class ConfigListing {
    private ConfigListing() {}

    static List<String> lines(Map<Setting, Given> given) {
        return Arrays.stream(Setting.values())
                .map(setting -> {
                    Given value = given.getOrDefault(setting, new Given(setting.fallback(), "default"));
                    String line = setting.key() + ": " + quotedIfNeeded(value.text());
                    return "%-40s # %s".formatted(line, value.source());
                })
                .toList();
    }

    private static String quotedIfNeeded(String text) {
        return text.matches("[A-Za-z0-9./_-]+")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
