package dev.longboat.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All that the program knows of the process it runs in. Immutable, but for the words, which are
/// confined to the main thread; the streams belong to the process.
///
/// @param in            standard input
/// @param out           standard output
/// @param err           standard error, in UTF-8
/// @param env           the environment
/// @param inIsTerminal  whether a human writes standard input
/// @param outIsTerminal whether a human reads standard output
/// @param errIsTerminal whether a human reads standard error
/// @param zone          where the human is
/// @param words         how the human is talked to
record Surroundings(
        InputStream in,
        OutputStream out,
        PrintStream err,
        Map<String, String> env,
        boolean inIsTerminal,
        boolean outIsTerminal,
        boolean errIsTerminal,
        ZoneId zone,
        Words words) {
    /// Where the launcher says which locale it found. It puts English into LC_MESSAGES, because
    /// Java knows the system's errors by their text.
    private static final String LOCALE = "longboat.locale";

    Surroundings {
        env = Map.copyOf(env);
    }

    static Surroundings ofProcess() {
        Map<String, String> env = new HashMap<>(System.getenv());
        String locale = System.getProperty(LOCALE);
        if (locale != null) {
            env.put("LC_ALL", locale);
        }
        return new Surroundings(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                env,
                isTerminal(0),
                isTerminal(1),
                isTerminal(2),
                ZoneId.systemDefault(),
                Words.ENGLISH);
    }

    /// The same, with a human whose language the arguments or the environment tell.
    Surroundings speaking(List<String> arguments) {
        Language language = Language.of(arguments, env);
        return language == words.language()
                ? this
                : new Surroundings(
                        in, out, err, env, inIsTerminal, outIsTerminal, errIsTerminal, zone, new Words(language));
    }

    /// A line of talk.
    void say(String english, Object... arguments) {
        say(Phrase.of(english, arguments));
    }

    /// A line of talk.
    void say(Phrase phrase) {
        err.println("lbclient: " + words.told(phrase));
    }

    /// The JDK knows only whether all three are terminals; the kernel knows each.
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }
}
