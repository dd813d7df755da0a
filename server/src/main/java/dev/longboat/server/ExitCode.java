package dev.longboat.server;

/// How the process ended. `docs/server.md` lists them; they do not change. Immutable.
enum ExitCode {
    /// Stopped by a signal, all in order.
    STOPPED(0),
    /// The command line, the environment or the configuration file is wrong.
    USAGE(2),
    /// The data directory is damaged.
    DATA_DAMAGED(65),
    /// Something that must not happen did.
    INTERNAL(70),
    /// The address cannot be listened on.
    CANNOT_LISTEN(71),
    /// The data directory cannot be made, read or written.
    DATA_UNUSABLE(73),
    /// The store failed while it ran: a write or sync was refused.
    STORE_FAILED(74),
    /// The data directory is in use.
    DATA_LOCKED(75),
    /// The data directory is not a store, or of a format that this version does not know.
    DATA_FOREIGN(76);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
