package dev.longboat.cli;

import dev.longboat.client.LongboatException;

/// What the program tells its caller. The numbers never change (L2). Immutable.
enum ExitCode {
    OK(0),
    FAULT(1),
    USAGE(2),
    NOT_FOUND(3),
    REFUSED(4),
    EXHAUSTED(5),
    UNAVAILABLE(6),
    DEADLINE(7),
    UNKNOWN_OUTCOME(8),
    NOT_PERMITTED(9),
    LOCAL_FILE(10),
    DAMAGED(11);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static ExitCode of(LongboatException failure) {
        return switch (failure) {
            case LongboatException.InvalidRequest _ -> REFUSED;
            case LongboatException.ResourceExhausted _, LongboatException.Conflict _ -> EXHAUSTED;
            case LongboatException.Unavailable _, LongboatException.Cancelled _ -> UNAVAILABLE;
            case LongboatException.DeadlineExceeded _ -> DEADLINE;
            case LongboatException.OutcomeUnknown _ -> UNKNOWN_OUTCOME;
            case LongboatException.NotPermitted _ -> NOT_PERMITTED;
            case LongboatException.ServerFault _ -> FAULT;
        };
    }
}
