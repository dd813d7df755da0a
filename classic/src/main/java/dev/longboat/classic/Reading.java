package dev.longboat.classic;

import dev.longboat.grpc.Failures;
import dev.longboat.grpc.Outcome;
import dev.longboat.grpc.ReaderPool;

/// Runs reads where they may wait for the disk. Immutable.
record Reading(ReaderPool readers) {
    /// Runs a new read, which answers; what it throws fails the request.
    void start(Outcome outcome, Runnable read) {
        if (!readers.tryExecute(() -> guarded(outcome, read))) {
            outcome.fail(readers.refusal());
        }
    }

    /// Goes on with a request that was taken on before.
    void goOn(Outcome outcome, Runnable read) {
        readers.execute(() -> guarded(outcome, read));
    }

    private static void guarded(Outcome outcome, Runnable read) {
        try {
            read.run();
        } catch (RuntimeException e) {
            outcome.fail(Failures.ofRead(e));
        }
    }
}
