package dev.longboat.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One line of a golden script: a name, then words and `key=value` options in any order. A value
/// with spaces stands in double quotes: `put pear value="two words" sync`.
///
/// Immutable.
///
/// @param line the whole line
/// @param words what stands after the name without a `=`, in order
/// @param options what has one
public record ScriptCommand(String line, String name, List<String> words, Map<String, String> options) {
    private static final Pattern PART = Pattern.compile("(?:([^\\s=\"]+)=)?(?:\"([^\"]*)\"|(\\S+))");

    public ScriptCommand {
        words = List.copyOf(words);
        options = Map.copyOf(options);
    }

    /// Reads a line.
    static ScriptCommand parse(String line) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (Matcher part = PART.matcher(line); part.find(); ) {
            String text = part.group(2) == null ? part.group(3) : part.group(2);
            String key = part.group(1);
            if (key == null) {
                words.add(text);
            } else if (options.put(key, text) != null) {
                throw new IllegalArgumentException("twice " + key + "= in: " + line);
            }
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("no command in: " + line);
        }
        return new ScriptCommand(line, words.getFirst(), words.subList(1, words.size()), options);
    }

    /// The word at `index`, which the command needs.
    public String word(int index) {
        if (index >= words.size()) {
            throw new IllegalArgumentException("word " + (index + 1) + " is missing in: " + line);
        }
        return words.get(index);
    }

    /// Whether a word stands there.
    public boolean has(String word) {
        return words.contains(word);
    }

    /// The value of an option, if it is there.
    public Optional<String> option(String key) {
        return Optional.ofNullable(options.get(key));
    }

    /// The value of an option as a number.
    public long number(String key, long otherwise) {
        return option(key).map(Long::valueOf).orElse(otherwise);
    }

    /// Fails a script that uses a command which its interpreter does not know.
    public IllegalArgumentException unknown() {
        return new IllegalArgumentException("unknown command: " + line);
    }
}
