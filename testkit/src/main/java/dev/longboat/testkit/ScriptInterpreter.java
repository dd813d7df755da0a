package dev.longboat.testkit;

/// Carries out the commands of a golden script, one script's in order. One that is also
/// [AutoCloseable] is closed at the script's end.
@FunctionalInterface
public interface ScriptInterpreter {
    /// Carries out a command.
    ///
    /// @return what there is to see, in whole lines or none; an [java.io.IOException] instead shows
    ///     as a line `error: <message>`
    String run(ScriptCommand command) throws Exception;
}
