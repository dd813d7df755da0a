package dev.longboat.disk;

import java.nio.file.OpenOption;
import java.util.Arrays;
import java.util.Optional;

/// The open option that passes the operating system's cache by.
///
/// The JDK keeps it in `jdk.unsupported`, to which the compiler refuses a plain reference when
/// warnings are errors, so it is looked up by name, once. Immutable.
final class DirectAccess {
    private static final Optional<OpenOption> OPTION = find();

    private DirectAccess() {}

    /// The option, empty on a JDK without it.
    static Optional<OpenOption> option() {
        return OPTION;
    }

    private static Optional<OpenOption> find() {
        try {
            Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            return Arrays.stream(options.getEnumConstants())
                    .filter(option -> option.toString().equals("DIRECT"))
                    .map(OpenOption.class::cast)
                    .findFirst();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
