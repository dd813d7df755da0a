package dev.longboat.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Runs golden scripts: stories of commands, each followed by what it is expected to show.
///
///     # A power cut tears the last frame.
///     append index=7 value=apple sync
///     append index=8 value=banana
///     ----
///     written 8192
///
///     replay
///     ----
///     frame index=7 value=apple
///
/// Commands stand above a line `----`, what they show below it up to an empty line; output that has
/// empty lines itself is fenced by `----` twice before and after. Lines that begin with `#` are
/// prose. Each file is a test with an interpreter of its own:
///
///     @TestFactory
///     Stream<DynamicTest> scripts() throws IOException {
///         return GoldenScripts.in("journal", JournalScript::new);
///     }
///
/// `-Dlongboat.golden=rewrite` writes what was shown into the files; the diff is for a human to
/// read. Immutable; holds nothing.
public final class GoldenScripts {
    private GoldenScripts() {}

    /// A test for each `.txt` file in a directory below the room's `src/test/resources`, by name.
    ///
    /// @param interpreters makes a fresh interpreter for each script
    public static Stream<DynamicTest> in(String directory, Supplier<? extends ScriptInterpreter> interpreters)
            throws IOException {
        Path path = GoldenFiles.resource(directory);
        List<Path> scripts;
        try (Stream<Path> files = Files.list(path)) {
            scripts = files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
        if (scripts.isEmpty()) {
            throw new IOException("no golden scripts in " + path);
        }
        return scripts.stream()
                .map(script -> DynamicTest.dynamicTest(
                        script.getFileName().toString(),
                        script.toUri(),
                        () -> run(script, interpreters.get(), GoldenFiles.rewriting())));
    }

    /// Runs one script.
    ///
    /// @param rewrite whether to write what it shows into the file, instead of comparing
    static void run(Path script, ScriptInterpreter interpreter, boolean rewrite) throws Exception {
        try (AutoCloseable _ = interpreter instanceof AutoCloseable closeable ? closeable : () -> {}) {
            GoldenScript golden = GoldenScript.parse(Files.readString(script));
            List<String> outputs = new ArrayList<>();
            for (GoldenScript.Part part : golden.parts()) {
                if (part instanceof GoldenScript.Step step) {
                    String output = GoldenScript.outputOf(step, interpreter);
                    outputs.add(output);
                    if (!rewrite && !output.equals(step.expected())) {
                        throw new AssertionError(difference(script, step, output));
                    }
                }
            }
            if (rewrite) {
                GoldenFiles.write(script, golden.with(outputs));
            }
        }
    }

    private static String difference(Path script, GoldenScript.Step step, String output) {
        return script + ":" + step.lineNumber() + "\n" + String.join("\n", step.lines()) + "\n---- expected\n"
                + step.expected() + "---- found\n" + output
                + "(-Dlongboat.golden=rewrite accepts what was found)";
    }
}
