package dev.longboat.client;

import java.util.Map;

/// A call failed. The subclass says what the caller can do about it; [#reason] and [#details] are
/// the server's own words (the names of `ErrorReason` in longboat.proto), empty when the failure
/// was met on this side. Immutable.
public abstract sealed class LongboatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final transient Map<String, String> details;

    private LongboatException(Cause cause) {
        super(cause.message(), cause.origin());
        this.reason = cause.reason();
        this.details = Map.copyOf(cause.details());
    }

    /// The server's reason, such as `KEY_TOO_LONG`; empty when the server gave none.
    public final String reason() {
        return reason;
    }

    /// The numbers of the case, by name.
    public final Map<String, String> details() {
        return details;
    }

    /// What went wrong, before it is known what that means to the caller.
    record Cause(String message, String reason, Map<String, String> details, Throwable origin) {}

    /// The request can never succeed as it is: it breaks a limit, or names what is not there.
    public static final class InvalidRequest extends LongboatException {
        private static final long serialVersionUID = 1L;

        InvalidRequest(Cause cause) {
            super(cause);
        }
    }

    /// The server was not reached, or is not able to serve. Nothing was changed.
    public static final class Unavailable extends LongboatException {
        private static final long serialVersionUID = 1L;

        Unavailable(Cause cause) {
            super(cause);
        }
    }

    /// The time was up. Nothing was changed.
    public static final class DeadlineExceeded extends LongboatException {
        private static final long serialVersionUID = 1L;

        DeadlineExceeded(Cause cause) {
            super(cause);
        }
    }

    /// A write was sent and its answer never came: it may have been applied, or not, or may yet be.
    /// Read before writing again.
    public static final class OutcomeUnknown extends LongboatException {
        private static final long serialVersionUID = 1L;

        OutcomeUnknown(Cause cause) {
            super(cause);
        }
    }

    /// The server has no room for the request: too many in flight, or no disk left. Nothing was
    /// changed.
    public static final class ResourceExhausted extends LongboatException {
        private static final long serialVersionUID = 1L;

        ResourceExhausted(Cause cause) {
            super(cause);
        }
    }

    /// The request met another one too often. Nothing was changed; it may be sent again.
    public static final class Conflict extends LongboatException {
        private static final long serialVersionUID = 1L;

        Conflict(Cause cause) {
            super(cause);
        }
    }

    /// The caller may not do this, or has not said who it is.
    public static final class NotPermitted extends LongboatException {
        private static final long serialVersionUID = 1L;

        NotPermitted(Cause cause) {
            super(cause);
        }
    }

    /// The server failed: damaged data, or a fault in its programming, or another program.
    public static final class ServerFault extends LongboatException {
        private static final long serialVersionUID = 1L;

        ServerFault(Cause cause) {
            super(cause);
        }
    }

    /// The caller gave up: an interrupt, a cancelled future, a closed client. Nothing was changed.
    public static final class Cancelled extends LongboatException {
        private static final long serialVersionUID = 1L;

        Cancelled(Cause cause) {
            super(cause);
        }
    }
}
