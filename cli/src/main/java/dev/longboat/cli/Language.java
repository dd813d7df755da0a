package dev.longboat.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A language that the program speaks, by the name that `--lang` and locales have for it.
/// Immutable.
enum Language {
    /// English.
    en,
    /// Spanish.
    es,
    /// Portuguese.
    pt;

    private static final String OPTION = "--lang";

    /// What `--lang` says, else LB_LANG, else the locale, else English. It is asked for before the
    /// command line is understood, since a fault of that is told in it too; a language that is none
    /// of ours is passed over here, and refused where the options are read.
    static Language of(List<String> arguments, Map<String, String> env) {
        return option(arguments)
                .or(() -> named(env.getOrDefault("LB_LANG", "")))
                .or(() -> named(ofLocale(env)))
                .orElse(en);
    }

    private static Optional<Language> option(List<String> arguments) {
        int end = arguments.indexOf("--");
        List<String> options = end < 0 ? arguments : arguments.subList(0, end);
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            if (option.startsWith(OPTION + "=")) {
                return named(option.substring(OPTION.length() + 1));
            }
            if (option.equals(OPTION) && i + 1 < options.size()) {
                return named(options.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /// `es` of `es_MX.UTF-8`: by LC_ALL, LC_MESSAGES or LANG, the first that is set.
    private static String ofLocale(Map<String, String> env) {
        for (String name : List.of("LC_ALL", "LC_MESSAGES", "LANG")) {
            String locale = env.getOrDefault(name, "");
            if (!locale.isEmpty()) {
                return locale.split("[_.@]", 2)[0];
            }
        }
        return "";
    }

    private static Optional<Language> named(String name) {
        return Arrays.stream(values())
                .filter(language -> language.name().equals(name))
                .findFirst();
    }
}
