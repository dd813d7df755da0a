package dev.longboat.testkit;

import java.util.Objects;

/// What goes wrong with a call. Immutable.
public sealed interface FaultEffect {
    /// The call fails with an input/output error.
    ///
    /// @param afterwards whether all of its effect happens nevertheless, so that who trusts the
    ///     failure is wrong
    record InputOutput(boolean afterwards) implements FaultEffect {}

    /// The call fails because the disk is full; nothing of it happens.
    record NoSpace() implements FaultEffect {}

    /// The call fails because the process has too many open files; nothing of it happens.
    record TooManyOpenFiles() implements FaultEffect {}

    /// A write or read moves at most `bytes` bytes, and says so. A durable write is cut at a block
    /// and moves at least one.
    record Cut(int bytes) implements FaultEffect {
        public Cut {
            if (bytes < 1) {
                throw new IllegalArgumentException("a cut call moves at least 1 byte, not " + bytes);
            }
        }
    }

    /// A sync fails, and what it was to make durable is then held for clean: the process reads the
    /// new bytes, later syncs succeed, a crash loses them. Real file systems do this.
    record LostSync() implements FaultEffect {}

    /// A write says that it succeeded, and wrote nothing.
    record LostWrite() implements FaultEffect {}

    /// A write says that it succeeded, and wrote `shiftBytes` further on (back when negative), not
    /// where it should have.
    record Misdirected(long shiftBytes) implements FaultEffect {}

    /// A read returns one bit turned over; the medium is sound.
    ///
    /// @param bit which, from the first byte read; counted round when the read is shorter
    record FlippedBit(long bit) implements FaultEffect {}

    /// Something else happens first, with the disk free for other threads meanwhile: a wait, or an
    /// interrupt.
    record Delay(Runnable hook) implements FaultEffect {
        public Delay {
            Objects.requireNonNull(hook, "hook");
        }
    }

    /// Whether calls of this kind can meet it.
    default boolean suits(CallKind kind) {
        return switch (this) {
            case InputOutput _, NoSpace _, TooManyOpenFiles _, Delay _ -> true;
            case Cut _ -> kind == CallKind.WRITE || kind == CallKind.READ;
            case LostSync _ -> kind == CallKind.SYNC || kind == CallKind.SYNC_DIRECTORY;
            case LostWrite _, Misdirected _ -> kind == CallKind.WRITE;
            case FlippedBit _ -> kind == CallKind.READ;
        };
    }

    /// An input/output error without any effect.
    static FaultEffect inputOutput() {
        return new InputOutput(false);
    }
}
