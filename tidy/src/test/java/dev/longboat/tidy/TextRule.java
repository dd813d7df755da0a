package dev.longboat.tidy;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A rule about the text of one file, with a sample that breaks it. Immutable.
enum TextRule {
    FLAT_PACKAGES(
            "A room is one flat package of its own name: wanting a second package means a second room.",
            new Source("engine/src/main/java/A.java", "package dev.longboat.engine.tree;\n")) {
        @Override
        Stream<String> violations(Source source) {
            return !source.isJava()
                            || source.isModule()
                            || GUESTS.contains(source.room())
                            || source.text().contains("package dev.longboat." + source.room() + ";\n")
                    ? Stream.empty()
                    : Stream.of(source.path());
        }
    },

    SHORT_FILES(
            "A file passes 600 lines only when it holds a second noun.",
            new Source("engine/src/main/java/A.java", "\n".repeat(601))) {
        @Override
        Stream<String> violations(Source source) {
            int count = source.isJava() ? source.lines().size() : 0;
            return count > 600 ? Stream.of(source.path() + ": " + count + " lines") : Stream.empty();
        }
    },

    SHORT_COMMENT_LINES(
            "The formatter breaks comments beyond 100 columns in two.",
            new Source("engine/src/main/java/A.java", "    /// " + "long ".repeat(20))) {
        @Override
        Stream<String> violations(Source source) {
            return lines(source, line -> COMMENT.matcher(line).find() && line.length() > 100);
        }
    },

    PLAIN_NAMES(
            "A name says what the thing is; these say nothing.",
            new Source("engine/src/main/java/TableHelper.java", "final class TableHelper {}\n")) {
        @Override
        Stream<String> violations(Source source) {
            return source.isJava() && EMPTY_NAME.matcher(source.className()).find()
                    ? Stream.of(source.path())
                    : Stream.empty();
        }
    },

    NOTHING_POSTPONED(
            "What is not done is an issue, not a comment.",
            new Source("engine/src/main/java/A.java", "// TO" + "DO: write\n")) {
        @Override
        Stream<String> violations(Source source) {
            return lines(source, line -> POSTPONED.matcher(line).find());
        }
    },

    NOTHING_SKIPPED(
            "A test that does not run proves nothing.",
            new Source("engine/src/test/java/ATest.java", "    @Dis" + "abled\n    @Test\n")) {
        @Override
        Stream<String> violations(Source source) {
            return lines(
                    source, line -> source.isTest() && SKIPPED.matcher(line).find());
        }
    },

    NO_BARE_WAITS(
            "A test waits for a condition; a pause needs its reason beside it.",
            new Source("engine/src/test/java/ATest.java", "        Thread.sl" + "eep(50);\n")) {
        @Override
        Stream<String> violations(Source source) {
            List<String> lines = source.lines();
            return indexes(source, line -> source.isTest() && WAIT.matcher(line).find())
                    .filter(i -> !lines.get(i).contains("//")
                            && (i == 0 || !lines.get(i - 1).contains("//")))
                    .mapToObj(source::at);
        }
    },

    SEEDED_TESTS(
            "A failure must be repeatable: tests draw from a seed that they print.",
            new Source("engine/src/test/java/ATest.java", "        var random = new Ran" + "dom();\n")) {
        @Override
        Stream<String> violations(Source source) {
            return lines(
                    source, line -> source.isTest() && UNSEEDED.matcher(line).find());
        }
    },

    TESTS_THAT_RUN(
            "The test runner looks only into classes named …Test.",
            new Source("engine/src/test/java/StoreCheck.java", "    @Test\n    void a_b() {}\n")) {
        @Override
        Stream<String> violations(Source source) {
            boolean tests =
                    source.isTest() && TEST_METHOD.matcher(source.text()).find();
            boolean named = source.className().endsWith("Test") || source.text().contains("abstract class ");
            return tests && !named ? Stream.of(source.path()) : Stream.empty();
        }
    },

    TESTS_ARE_SENTENCES(
            "A test is named by what happens: read_belowHorizon_isRefused.",
            new Source("engine/src/test/java/ATest.java", "    @Test\n    void testRead() {}\n")) {
        @Override
        Stream<String> violations(Source source) {
            return TEST_NAME
                    .matcher(source.isTest() ? source.text() : "")
                    .results()
                    .map(test -> test.group(2))
                    .filter(name -> !name.contains("_"))
                    .map(name -> source.path() + ": " + name);
        }
    },

    QUIET_ROOMS(
            "Only composers talk to the terminal; the rest logs through System.Logger.",
            new Source("engine/src/main/java/A.java", "        System.o" + "ut.println(1);\n")) {
        @Override
        Stream<String> violations(Source source) {
            boolean silent = !source.isTest() && !House.COMPOSERS.contains(source.room());
            return lines(
                    source,
                    line -> silent
                            && TALK.matcher(line).find()
                            && !COMMENT.matcher(line).find());
        }
    },

    NO_REGISTRIES(
            "Where packages come from is each machine's own affair.",
            new Source("docs/a.md", "fetch it from https://reg" + "istry.example.org/thing\n")) {
        @Override
        Stream<String> violations(Source source) {
            return IntStream.range(0, source.lines().size())
                    .filter(i -> REGISTRY.matcher(source.lines().get(i)).find())
                    .mapToObj(source::at);
        }
    },

    LIVE_LINKS("A link leads somewhere.", new Source("docs/a.md", "See [the map](nowhere/at-all.md).\n")) {
        @Override
        Stream<String> violations(Source source) {
            return source.path().endsWith(".md") ? Links.dead(source) : Stream.empty();
        }
    },

    FOUR_PART_DECISIONS(
            "A decision without its rejected ways will be made again.",
            new Source("docs/decisions/0001-a.md", "# A\n\n## Context\n\n## Decision\n")) {
        @Override
        Stream<String> violations(Source source) {
            return !source.path().matches("docs/decisions/\\d{4}-[\\w-]+\\.md")
                    ? Stream.empty()
                    : Stream.of("Context", "Decision", "Rejected ways", "Consequence")
                            .filter(part -> !source.text().contains("\n## " + part))
                            .map(part -> source.path() + ": no section named " + part);
        }
    };

    private static final Pattern COMMENT = Pattern.compile("^\\s*(//|/?\\*)");
    private static final Pattern EMPTY_NAME =
            Pattern.compile("(Util|Utils|Common|Impl|Manager|Helper|Helpers)(?![a-z])");
    private static final Pattern POSTPONED = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b");
    private static final Pattern SKIPPED =
            Pattern.compile("@(Disabled|Ignore)|\\b(Assumptions|assume(True|False|That))\\b");
    private static final Pattern WAIT = Pattern.compile("\\b(Thread|SECONDS|MILLISECONDS)\\.sleep\\(");
    private static final Pattern UNSEEDED = Pattern.compile(
            "new (Random|SplittableRandom)\\(\\)|Math\\.random\\(|ThreadLocalRandom|new SecureRandom|Randomness\\.system");
    private static final Pattern TEST_METHOD =
            Pattern.compile("^\\s*@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b", Pattern.MULTILINE);
    private static final Pattern TEST_NAME = Pattern.compile(
            "^\\s*@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b[^{]*?void (\\w+)\\(", Pattern.MULTILINE);
    private static final Pattern TALK = Pattern.compile("System\\.(out|err)\\b|printStackTrace\\(\\)");
    private static final Pattern REGISTRY = Pattern.compile(
            "https?://(www\\.)?(repo\\d?|registry|registry-\\d|mirrors?|proxy|nexus|artifactory|central|plugins|npm|pypi|crates|oss"
                    + "|index)\\.[\\w-]|<(plugin)?repositor(y|ies)>|<mirrors?>",
            Pattern.CASE_INSENSITIVE);
    /// Tests that stand in other rooms' packages, to see what is package-private there.
    private static final Set<String> GUESTS = Set.of("races");

    private static final Set<String> SELF = Set.of("tidy"); // must name what it bans

    private final String why;
    private final Source sample;

    TextRule(String why, Source sample) {
        this.why = why;
        this.sample = sample;
    }

    /// The places in one file that break this rule.
    abstract Stream<String> violations(Source source);

    String why() {
        return why;
    }

    Source sample() {
        return sample;
    }

    private interface LineTest {
        boolean holds(String line);
    }

    private static IntStream indexes(Source source, LineTest test) {
        List<String> lines = source.lines();
        boolean applies = source.isJava() && !SELF.contains(source.room());
        return IntStream.range(0, applies ? lines.size() : 0).filter(i -> test.holds(lines.get(i)));
    }

    private static Stream<String> lines(Source source, LineTest test) {
        return indexes(source, test).mapToObj(source::at);
    }
}
