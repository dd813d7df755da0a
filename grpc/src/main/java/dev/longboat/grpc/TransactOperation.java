package dev.longboat.grpc;

import dev.longboat.engine.Commit;
import dev.longboat.proto.v1.Transaction;

/// Transact, for calls and for sessions. Nothing here blocks its caller. Safe for concurrent use.
final class TransactOperation {
    private final DoorResources resources;
    private final PointOperations points;

    TransactOperation(DoorResources resources, PointOperations points) {
        this.resources = resources;
        this.points = points;
    }

    void transact(Transaction transaction, int bytes, Outcome outcome) {
        points.write(
                bytes, outcome, () -> TransactionDecoder.decode(transaction, resources.store()::drawLease), commit -> {
                    resources.statistics().transactions().increment();
                    if (TransactionReply.needsDisk(commit.results())) {
                        resources.readers().execute(() -> answer(transaction, commit, outcome));
                    } else {
                        answer(transaction, commit, outcome);
                    }
                });
    }

    private static void answer(Transaction transaction, Commit commit, Outcome outcome) {
        try {
            outcome.answer(TransactionReply.of(transaction, commit));
        } catch (RuntimeException e) {
            Failure failure = Failures.ofRead(e);
            outcome.fail(commit.changed() ? failure.perhapsApplied() : failure.notApplied());
        }
    }
}
