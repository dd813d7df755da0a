package dev.longboat.classic;

import dev.longboat.grpc.DoorResources;
import dev.longboat.grpc.Failure;
import dev.longboat.grpc.Failures;
import dev.longboat.grpc.Outcome;
import dev.longboat.grpc.Reply;
import dev.longboat.proto.v1.ErrorReason;
import java.util.function.Supplier;

/// Sends answers that may be very large, their memory counted (C4). Safe for concurrent use.
///
/// An answer that passes the gate is not held twice: its values are read piece by piece into the
/// transport's buffers, which are what it costs until its caller has taken it.
final class AnswerSender {
    private final DoorResources resources;
    private final LargeAnswerGate gate;
    private final int bytesMax;

    AnswerSender(DoorResources resources, LargeAnswerGate gate, int bytesMax) {
        this.resources = resources;
        this.gate = gate;
        this.bytesMax = bytesMax;
    }

    /// The longest answer.
    int bytesMax() {
        return bytesMax;
    }

    /// Sends an answer, now or when its turn comes. Called where waiting for the disk is allowed.
    ///
    /// @param bytes about how long it is
    /// @param reply makes it when it can leave
    void send(Outcome outcome, long bytes, Supplier<Reply> reply) {
        if (bytes > bytesMax) {
            outcome.fail(tooLarge(bytes, bytesMax));
        } else if (bytes <= KeyValueDoor.COMMON_ANSWER_BYTES_MAX) {
            outcome.answer(reply.get());
        } else if (!gate.enter(() -> resources.readers().execute(() -> pass(outcome, reply)))) {
            outcome.fail(gate.refusal());
        }
    }

    private void pass(Outcome outcome, Supplier<Reply> reply) {
        Reply made;
        try {
            made = reply.get();
        } catch (RuntimeException e) {
            gate.leave();
            outcome.fail(Failures.ofRead(e));
            return;
        }
        outcome.answer(made, gate::leave);
    }

    static Failure tooLarge(long bytes, int bytesMax) {
        return Failure.of(
                ErrorReason.ANSWER_TOO_LARGE,
                "the answer would have " + bytes + " bytes or more, at most " + bytesMax
                        + " are allowed: ask for fewer results",
                "bytes",
                bytes,
                "bytes_max",
                bytesMax);
    }
}
