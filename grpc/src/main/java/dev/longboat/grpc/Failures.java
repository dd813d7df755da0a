package dev.longboat.grpc;

import dev.longboat.engine.BackupException;
import dev.longboat.engine.CompressionException;
import dev.longboat.engine.CorruptionException;
import dev.longboat.engine.InvalidRequestException;
import dev.longboat.engine.ResourceExhaustedException;
import dev.longboat.engine.RevisionException;
import dev.longboat.engine.StoreClosedException;
import dev.longboat.engine.StoreException;
import dev.longboat.engine.StoreFailedException;
import dev.longboat.engine.StoreFormatException;
import dev.longboat.engine.StoreLockedException;
import dev.longboat.proto.v1.ErrorReason;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Translates what the store throws into what a caller is told. Safe for concurrent use.
public final class Failures {
    private static final System.Logger LOGGER = System.getLogger(Failures.class.getName());
    private static final AtomicLong INCIDENTS = new AtomicLong();
    private static final Map<ErrorReason, AtomicLong> REFUSALS = new ConcurrentHashMap<>();

    private Failures() {}

    /// The failure of a read.
    public static Failure ofRead(Throwable thrown) {
        Throwable cause = unwrapped(thrown);
        return switch (cause) {
            case RefusedException refused -> refused.failure();
            case StoreException failed -> ofStore(failed);
            default -> incident(cause);
        };
    }

    /// The failure of a write: as of a read, and whether it may have been applied. Only a store
    /// that failed under a write, an error of ours, or a previous value that cannot be answered
    /// leaves that open (G4).
    public static Failure ofWrite(Throwable thrown) {
        Failure failure = ofRead(thrown);
        return switch (failure.reason()) {
            case STORE_FAILED, INTERNAL_ERROR, CORRUPTION, COMPRESSION_MISSING -> failure.perhapsApplied();
            default -> failure.notApplied();
        };
    }

    private static Failure ofStore(StoreException failed) {
        String message = String.valueOf(failed.getMessage());
        return switch (failed) {
            case InvalidRequestException invalid -> Failure.of(reasonOf(invalid.reason()), message);
            case RevisionException revision ->
                revision.isFuture()
                        ? Failure.of(
                                ErrorReason.REVISION_FUTURE,
                                message,
                                "revision",
                                revision.asked(),
                                "newest",
                                revision.limit())
                        : Failure.of(
                                ErrorReason.REVISION_TRIMMED,
                                message,
                                "revision",
                                revision.asked(),
                                "oldest",
                                revision.limit());
            case ResourceExhaustedException exhausted -> ofExhausted(exhausted, message);
            case CorruptionException _ -> logged(Failure.of(ErrorReason.CORRUPTION, message), failed);
            case CompressionException _ -> counted(Failure.of(ErrorReason.COMPRESSION_MISSING, message));
            case StoreClosedException _ ->
                Failure.of(ErrorReason.SERVER_STOPPING, "the server is stopping: " + message);
            case StoreFailedException _ -> logged(Failure.of(ErrorReason.STORE_FAILED, message), failed);
            case StoreFormatException _, StoreLockedException _, BackupException _ -> incident(failed);
        };
    }

    private static Failure ofExhausted(ResourceExhaustedException exhausted, String message) {
        return switch (exhausted.reason()) {
            case DISK_FULL ->
                counted(Failure.of(ErrorReason.DISK_FULL, message, figures(exhausted, "free_bytes", "needed_bytes")));
            case QUOTA_REACHED ->
                counted(Failure.of(
                        ErrorReason.QUOTA_REACHED, message, figures(exhausted, "used_bytes", "quota_bytes")));
            case TOO_MANY_LEASES ->
                Failure.of(ErrorReason.TOO_MANY_LEASES, message, figures(exhausted, "leases", "leases_max"));
            case TOO_MANY_FILES -> counted(Failure.of(ErrorReason.TOO_MANY_FILES, message));
            case OVERLOADED -> {
                Failure overloaded = Failure.overloaded("bytes of the store", 0);
                yield new Failure(overloaded.reason(), message, overloaded.metadata(), overloaded.retryAfterMs());
            }
        };
    }

    private static Object[] figures(ResourceExhaustedException exhausted, String actual, String limit) {
        return exhausted.actual() < 0
                ? new Object[0]
                : new Object[] {actual, exhausted.actual(), limit, exhausted.limit()};
    }

    private static ErrorReason reasonOf(InvalidRequestException.Reason reason) {
        return switch (reason) {
            case KEY_EMPTY -> ErrorReason.KEY_EMPTY;
            case KEY_TOO_LONG -> ErrorReason.KEY_TOO_LONG;
            case VALUE_TOO_LARGE -> ErrorReason.VALUE_TOO_LARGE;
            case DUPLICATE_KEY -> ErrorReason.KEY_TWICE;
            case TRANSACTION_TOO_LARGE -> ErrorReason.TRANSACTION_TOO_LARGE;
            case TRANSACTION_TOO_DEEP -> ErrorReason.TRANSACTION_TOO_DEEP;
            case REVISION_NEGATIVE, LEASE_NEGATIVE, KEEP_TOO_SMALL, LIMIT_NEGATIVE -> ErrorReason.NUMBER_OUT_OF_RANGE;
            case LEASE_NOT_FOUND -> ErrorReason.LEASE_NOT_FOUND;
            case LEASE_EXISTS -> ErrorReason.LEASE_EXISTS;
            case TTL_OUT_OF_RANGE -> ErrorReason.TTL_OUT_OF_RANGE;
            case UPLOAD_CLOSED -> ErrorReason.UPLOAD_CLOSED;
        };
    }

    /// Something that must not happen. The log has all of it under a number, the caller gets the
    /// number.
    static Failure incident(Throwable cause) {
        long incident = INCIDENTS.incrementAndGet();
        LOGGER.log(System.Logger.Level.ERROR, "incident " + incident, cause);
        return Failure.of(
                ErrorReason.INTERNAL_ERROR,
                "an error of the server, incident " + incident + " in its log",
                "incident",
                incident);
    }

    private static Failure logged(Failure failure, Throwable cause) {
        LOGGER.log(System.Logger.Level.WARNING, failure.message(), cause);
        return failure;
    }

    /// Logs the first of its kind, the second, the fourth and so on: a client that tries again and
    /// again must not fill the log, least of all on a full disk.
    private static Failure counted(Failure failure) {
        long count = REFUSALS.computeIfAbsent(failure.reason(), _ -> new AtomicLong())
                .incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOGGER.log(
                    System.Logger.Level.WARNING, "{0}, refusal {1}: {2}", failure.reason(), count, failure.message());
        }
        return failure;
    }

    private static Throwable unwrapped(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
