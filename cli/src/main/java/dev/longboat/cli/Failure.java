package dev.longboat.cli;

import dev.longboat.client.LongboatException;
import dev.longboat.engine.CorruptionException;
import dev.longboat.engine.ResourceExhaustedException;
import dev.longboat.engine.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/// How a run failed: the exit code, and what it means, in front of what was said by whoever failed,
/// which is English. Immutable.
record Failure(ExitCode code, Phrase phrase) {
    /// Whoever reads our output has seen enough of it, and of us.
    private static final Phrase NOTHING = Phrase.exactly("");

    /// @param options which server it was
    /// @param words   in which a server's reasons are explained
    static Failure of(Exception failure, GlobalOptions options, Words words) {
        String said = String.valueOf(failure.getMessage());
        return switch (failure) {
            case LongboatException known -> ofServer(known, meaning(ExitCode.of(known), options), words);
            case SweepStoppedException midway -> ofServer(midway.failure(), midway.phrase(), words);
            case CorruptionException _ -> new Failure(ExitCode.DAMAGED, Phrase.of("damaged: %s", said));
            case ResourceExhaustedException _ -> new Failure(ExitCode.EXHAUSTED, Phrase.of("no room: %s", said));
            case NoSuchFileException missing ->
                new Failure(ExitCode.LOCAL_FILE, Phrase.of("no such file: %s", missing.getFile()));
            case IOException _ when said.equals("Broken pipe") -> new Failure(ExitCode.LOCAL_FILE, NOTHING);
            case StoreException _, IOException _ ->
                new Failure(ExitCode.LOCAL_FILE, Phrase.of("on this machine: %s", said));
            default -> new Failure(ExitCode.FAULT, Phrase.of("this should not have happened: %s", failure));
        };
    }

    private static Failure ofServer(LongboatException failure, Phrase meaning, Words words) {
        StringBuilder line = new StringBuilder(words.told(meaning));
        String explained = words.meaning(failure.reason());
        if (!explained.isEmpty()) {
            line.append(": ").append(explained);
        }
        line.append(": ").append(failure.getMessage());
        if (!failure.reason().isEmpty()) {
            line.append(" (").append(failure.reason()).append(')');
        }
        return new Failure(ExitCode.of(failure), Phrase.exactly(line.toString()));
    }

    private static Phrase meaning(ExitCode code, GlobalOptions options) {
        return switch (code) {
            case REFUSED -> Phrase.of("refused");
            case EXHAUSTED -> Phrase.of("no room, or a conflict; nothing was changed");
            case UNAVAILABLE -> Phrase.of("no answer from %s; nothing was changed", options.endpoint());
            case DEADLINE -> Phrase.of("the time was up; nothing was changed");
            case UNKNOWN_OUTCOME -> Phrase.of("the write was sent and not answered, so it may have been applied");
            case NOT_PERMITTED -> Phrase.of("not permitted");
            case OK, FAULT, USAGE, NOT_FOUND, LOCAL_FILE, DAMAGED -> Phrase.of("the server failed");
        };
    }

    /// Whether there is nothing to say.
    boolean isQuiet() {
        return phrase.equals(NOTHING);
    }
}
