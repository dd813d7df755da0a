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
import java.util.Map;

/// All that the program knows of the process it runs in. Immutable; the streams belong to the
/// process.
///
/// @param in            standard input
/// @param out           standard output
/// @param err           standard error, in UTF-8
/// @param env           the environment
/// @param inIsTerminal  whether a human writes standard input
/// @param outIsTerminal whether a human reads standard output
/// @param errIsTerminal whether a human reads standard error
/// @param zone          where the human is
record Surroundings(
        InputStream in,
        OutputStream out,
        PrintStream err,
        Map<String, String> env,
        boolean inIsTerminal,
        boolean outIsTerminal,
        boolean errIsTerminal,
        ZoneId zone) {
    Surroundings {
        env = Map.copyOf(env);
    }

    static Surroundings ofProcess() {
        return new Surroundings(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv(),
                isTerminal(0),
                isTerminal(1),
                isTerminal(2),
                ZoneId.systemDefault());
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

    /// The language of the process, such as `es`: by LC_ALL, LC_MESSAGES or LANG, the first that is
    /// set.
    String language() {
        for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String locale = env.getOrDefault(name, "");
            if (!locale.isEmpty()) {
                return locale.split("[_.@]", 2)[0];
            }
        }
        return "en";
    }
}
