package dev.longboat.tidy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A room's sign: its package-info. Immutable.
record Sign(Source source) {
    static final int LINES_MAX = 60;

    private static final List<String> PARTS = List.of("Nouns", "Files", "Threads", "Invariants");
    private static final Pattern FIRST = Pattern.compile("\\A/// \\p{Lu}[^:]*: \\S");
    private static final Pattern INVARIANT = Pattern.compile("^/// - ([A-Z]\\d+)\\. ", Pattern.MULTILINE);

    /// What is missing or too much, in words.
    List<String> faults() {
        Stream<String> start = FIRST.matcher(source.text()).find()
                ? Stream.empty()
                : Stream.of("does not begin with `/// The room: what it is`");
        Stream<String> parts = PARTS.stream()
                .filter(part -> !source.text().contains("\n/// **" + part + ".**"))
                .map(part -> "has no part **" + part + ".**");
        Stream<String> length = source.lines().size() <= LINES_MAX
                ? Stream.empty()
                : Stream.of("has " + source.lines().size() + " lines of at most " + LINES_MAX);
        Stream<String> nulls = source.text().contains("\n@NullMarked\npackage ")
                ? Stream.empty()
                : Stream.of("is not @NullMarked, so that nobody looks for nulls");
        return Stream.of(start, parts, length, nulls)
                .flatMap(faults -> faults)
                .map(fault -> source.path() + " " + fault)
                .toList();
    }

    /// The numbers of its invariants: J1, J2, …
    Set<String> invariants() {
        return INVARIANT
                .matcher(source.text())
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The invariants that none of these texts names.
    Set<String> uncited(List<Source> tests) {
        Set<String> uncited = invariants();
        uncited.removeIf(invariant -> {
            Pattern name = Pattern.compile("\\b" + invariant + "\\b");
            return tests.stream().anyMatch(test -> name.matcher(test.text()).find());
        });
        return uncited;
    }
}
