package dev.longboat.testkit;

/// The power went off, or the process was killed: thrown by the call in which a [SimDisk] died, and
/// by every later one.
///
/// An error, so that nothing on the way takes it for a failure of the disk. Immutable.
public final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    SimulatedCrash(String message) {
        super(message);
    }
}
