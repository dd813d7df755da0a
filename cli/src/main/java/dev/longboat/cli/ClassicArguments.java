package dev.longboat.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A command line in the manner of the classic clients: words, and options of which each may take
/// several values, until the next one begins. Immutable.
///
/// @param words what stands before the first option that takes values
/// @param options the values of each option that was given, by its full name, in order
record ClassicArguments(List<String> words, Map<String, List<String>> options) {
    ClassicArguments {
        words = List.copyOf(words);
        options = Map.copyOf(options);
    }

    /// Reads a command line.
    ///
    /// @param names every way to write an option → its full name
    /// @param verbs words that are none of an option's values wherever they stand
    /// @throws UsageException when an option is none of these
    static ClassicArguments of(List<String> arguments, Map<String, String> names, List<String> verbs) {
        List<String> words = new ArrayList<>();
        Map<String, List<String>> options = new HashMap<>();
        List<String> values = words;
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals > 0 && argument.startsWith("--") ? argument.substring(0, equals) : argument;
            if (names.containsKey(name)) {
                values = options.computeIfAbsent(names.get(name), _ -> new ArrayList<>());
                if (!name.equals(argument)) {
                    values.add(argument.substring(equals + 1));
                }
            } else if (argument.length() > 1 && argument.startsWith("-") && !argument.matches("-\\d+")) {
                throw new UsageException("opção desconhecida: " + argument);
            } else if (words.isEmpty() && verbs.contains(argument) && isPort(options, values)) {
                words.add(argument);
                values = words;
            } else {
                values.add(argument);
            }
        }
        return new ClassicArguments(words, options);
    }

    /// An option that takes one value has it already: a verb may follow.
    private static boolean isPort(Map<String, List<String>> options, List<String> values) {
        return !values.isEmpty() || options.isEmpty();
    }

    /// The values of an option; none when it was not given.
    List<String> all(String option) {
        return options.getOrDefault(option, List.of());
    }

    /// The last value of an option.
    String one(String option, String fallback) {
        List<String> values = all(option);
        return values.isEmpty() ? fallback : values.getLast();
    }

    /// The values of an option as numbers; those that are none are added to the faults.
    List<Long> numbers(String option, List<String> faults) {
        List<Long> numbers = new ArrayList<>();
        for (String value : all(option)) {
            try {
                numbers.add(Long.parseLong(value));
            } catch (NumberFormatException _) {
                faults.add("--" + option + ": " + value + " não é um número inteiro");
                numbers.add(0L);
            }
        }
        return numbers;
    }

    /// A port.
    static int port(String text, List<String> faults) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        faults.add("a porta " + text + " não é um número de 1 a 65535");
        return 0;
    }
}
