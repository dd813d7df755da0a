package dev.longboat.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// One script, taken apart into what is carried out and what is only told.
/// Immutable.
///
/// @param parts in the file's order; together they are the whole file
record GoldenScript(List<Part> parts) {
    private static final String RULE = "----";

    /// A part of a script.
    sealed interface Part {}

    /// Comments and empty lines. Immutable.
    record Prose(List<String> lines) implements Part {}

    /// Commands and what they are expected to show. Immutable.
    ///
    /// @param lineNumber of the first command, from 1
    /// @param lines commands, with comments between them
    record Step(int lineNumber, List<String> lines, String expected) implements Part {
        List<ScriptCommand> commands() {
            return lines.stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(ScriptCommand::parse)
                    .toList();
        }
    }

    /// Takes a file's text apart.
    static GoldenScript parse(String text) {
        List<String> lines = text.lines().toList();
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            int start = at;
            if (isProse(lines.get(at))) {
                while (at < lines.size() && isProse(lines.get(at))) {
                    at++;
                }
                parts.add(new Prose(lines.subList(start, at)));
            } else {
                at = step(lines, start, parts);
            }
        }
        return new GoldenScript(List.copyOf(parts));
    }

    private static boolean isProse(String line) {
        return line.isBlank() || line.startsWith("#");
    }

    private static int step(List<String> lines, int start, List<Part> parts) {
        int rule = start;
        while (rule < lines.size() && !lines.get(rule).equals(RULE)) {
            if (lines.get(rule).isBlank()) {
                throw new IllegalArgumentException("line " + (rule + 1) + ": commands end by " + RULE);
            }
            rule++;
        }
        int from = rule + 1;
        boolean fenced = from < lines.size() && lines.get(from).equals(RULE);
        from += fenced ? 1 : 0;
        int end = from;
        while (end < lines.size()
                && (fenced ? !isFence(lines, end) : !lines.get(end).isEmpty())) {
            end++;
        }
        parts.add(new Step(start + 1, lines.subList(start, Math.min(rule, lines.size())), join(lines, from, end)));
        return Math.min(lines.size(), fenced ? end + 2 : end);
    }

    private static boolean isFence(List<String> lines, int at) {
        return lines.get(at).equals(RULE)
                && at + 1 < lines.size()
                && lines.get(at + 1).equals(RULE);
    }

    private static String join(List<String> lines, int from, int end) {
        var text = new StringBuilder();
        for (int at = Math.min(from, lines.size()); at < end; at++) {
            text.append(lines.get(at)).append('\n');
        }
        return text.toString();
    }

    /// The file's text with one output for each step, in order.
    String with(List<String> outputs) {
        var text = new StringBuilder();
        int step = 0;
        for (Part part : parts) {
            switch (part) {
                case Prose(List<String> lines) ->
                    lines.forEach(line -> text.append(line).append('\n'));
                case Step(int _, List<String> lines, String _) -> {
                    lines.forEach(line -> text.append(line).append('\n'));
                    String output = outputs.get(step++);
                    boolean fenced = output.startsWith("\n") || output.contains("\n\n");
                    String rule = (fenced ? RULE + "\n" + RULE : RULE) + "\n";
                    text.append(rule).append(output).append(fenced ? rule : "");
                }
            }
        }
        return text.toString();
    }

    /// What a step shows.
    static String outputOf(Step step, ScriptInterpreter interpreter) throws Exception {
        var text = new StringBuilder();
        for (ScriptCommand command : step.commands()) {
            String shown;
            try {
                shown = interpreter.run(command);
            } catch (IOException failure) {
                shown = "error: " + failure.getMessage();
            }
            text.append(shown).append(shown.isEmpty() || shown.endsWith("\n") ? "" : "\n");
        }
        return text.toString();
    }
}
