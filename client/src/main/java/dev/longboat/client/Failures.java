package dev.longboat.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import dev.longboat.proto.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.protobuf.StatusProto;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// From the status of a failed call to the exception that the caller sees. Immutable.
///
/// The crux is a write: the server says in `applied` whether it was done; where the server was not
/// heard, only a call of which no byte left this side is certain not to have been (K2).
final class Failures {
    private static final String APPLIED = "applied";
    private static final Pattern TRANSPORT_DEADLINE = Pattern.compile("(CallOptions|ClientCall|Context) deadline");

    private Failures() {}

    /// Of a call that failed with `thrown`. `sent` is whether any of it may have reached the
    /// server.
    static LongboatException of(Throwable thrown, Effect effect, boolean sent) {
        if (thrown instanceof LongboatException known) {
            return known;
        }
        Status status = Status.fromThrowable(thrown);
        Metadata trailers = Status.trailersFromThrowable(thrown);
        com.google.rpc.Status rich = StatusProto.fromStatusAndTrailers(status, trailers);
        return of(status.getCode(), rich, effect, sent, thrown);
    }

    /// Of an operation that a session refused.
    static LongboatException of(com.google.rpc.Status rich, Effect effect) {
        Code code = Status.fromCodeValue(rich.getCode()).getCode();
        return of(code, rich, effect, true, StatusProto.toStatusRuntimeException(rich));
    }

    /// Of something met on this side.
    static LongboatException local(Code code, String message, Effect effect, boolean sent) {
        return of(code.toStatus().withDescription(message).asRuntimeException(), effect, sent);
    }

    /// Whether the same call may be sent again: nothing was changed, and it may fare better (K1).
    static boolean mayRepeat(LongboatException failure) {
        return switch (failure) {
            case LongboatException.Unavailable unavailable ->
                !unavailable.reason().equals(ErrorReason.STORE_FAILED.name());
            case LongboatException.ResourceExhausted exhausted ->
                exhausted.reason().equals(ErrorReason.OVERLOADED.name());
            case LongboatException.InvalidRequest _,
                    LongboatException.DeadlineExceeded _,
                    LongboatException.OutcomeUnknown _,
                    LongboatException.Conflict _,
                    LongboatException.NotPermitted _,
                    LongboatException.ServerFault _,
                    LongboatException.Cancelled _ -> false;
        };
    }

    private static LongboatException of(
            Code code, com.google.rpc.Status rich, Effect effect, boolean sent, Throwable origin) {
        ErrorInfo info = errorInfo(rich);
        String reason = info == null ? "" : info.getReason();
        Map<String, String> details = info == null ? Map.of() : info.getMetadataMap();
        var cause = new LongboatException.Cause(message(code, rich, origin), reason, details, origin);
        if (effect == Effect.WRITE && mayBeApplied(code, details.getOrDefault(APPLIED, ""), sent)) {
            return new LongboatException.OutcomeUnknown(cause);
        }
        return switch (code) {
            case INVALID_ARGUMENT, OUT_OF_RANGE, NOT_FOUND, FAILED_PRECONDITION, ALREADY_EXISTS ->
                new LongboatException.InvalidRequest(cause);
            case UNAVAILABLE -> new LongboatException.Unavailable(cause);
            case DEADLINE_EXCEEDED -> new LongboatException.DeadlineExceeded(cause);
            case RESOURCE_EXHAUSTED -> new LongboatException.ResourceExhausted(cause);
            case ABORTED -> new LongboatException.Conflict(cause);
            case PERMISSION_DENIED, UNAUTHENTICATED -> new LongboatException.NotPermitted(cause);
            case CANCELLED -> new LongboatException.Cancelled(cause);
            case INTERNAL, UNKNOWN, DATA_LOSS, UNIMPLEMENTED, OK -> new LongboatException.ServerFault(cause);
        };
    }

    /// A status that says nothing of `applied` was made by the transport, or by a server that met
    /// something it had not thought of; those that refuse a request before it is looked at are
    /// safe.
    private static boolean mayBeApplied(Code code, String applied, boolean sent) {
        return switch (applied) {
            case "no" -> false;
            case "unknown" -> true;
            default ->
                switch (code) {
                    case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, INTERNAL, UNKNOWN, DATA_LOSS, OK -> sent;
                    case INVALID_ARGUMENT,
                            OUT_OF_RANGE,
                            NOT_FOUND,
                            FAILED_PRECONDITION,
                            ALREADY_EXISTS,
                            RESOURCE_EXHAUSTED,
                            ABORTED,
                            PERMISSION_DENIED,
                            UNAUTHENTICATED,
                            UNIMPLEMENTED -> false;
                };
        };
    }

    private static @Nullable ErrorInfo errorInfo(com.google.rpc.Status rich) {
        for (Any detail : rich.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                try {
                    return detail.unpack(ErrorInfo.class);
                } catch (InvalidProtocolBufferException _) {
                    return null; // Damaged details say less than none; the status still counts.
                }
            }
        }
        return null;
    }

    /// The server's words. Where the transport spoke, its innermost cause says most ("Connection
    /// refused"), and of a deadline its own timings say nothing.
    private static String message(Code code, com.google.rpc.Status rich, Throwable origin) {
        String said = rich.getMessage();
        if (code == Code.DEADLINE_EXCEEDED && TRANSPORT_DEADLINE.matcher(said).lookingAt()) {
            return "no answer within the deadline";
        }
        Throwable deepest = origin;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String inner = deepest.getMessage();
        if (origin.getCause() == null || inner == null || inner.isEmpty()) {
            return said.isEmpty() ? code.name() : said;
        }
        return said.isEmpty() || said.equals("io exception") ? inner : said + ": " + inner;
    }
}
