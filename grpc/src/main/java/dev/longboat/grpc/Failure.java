package dev.longboat.grpc;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.longboat.proto.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.LinkedHashMap;
import java.util.Map;

/// An error as a caller sees it: a status, a reason from the interface and the numbers of the case.
/// Immutable.
///
/// @param reason why; decides the status
/// @param message one sentence for people
/// @param metadata the numbers and names, as `longboat.proto` lists them for the reason
/// @param retryAfterMs when to try again, or 0
public record Failure(ErrorReason reason, String message, Map<String, String> metadata, long retryAfterMs) {
    private static final String DOMAIN = "longboat.dev";
    private static final Metadata.Key<com.google.rpc.Status> DETAILS = Metadata.Key.of(
            "grpc-status-details-bin", ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));

    public Failure {
        metadata = Map.copyOf(metadata);
    }

    /// A failure with its metadata as names and values in turn.
    public static Failure of(ErrorReason reason, String message, Object... namesAndValues) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            metadata.put(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
        }
        return new Failure(reason, message, metadata, 0);
    }

    /// Too much is in flight; the same call may succeed soon.
    public static Failure overloaded(String limit, long limitValue) {
        return new Failure(
                ErrorReason.OVERLOADED,
                "the server is at its limit of " + limitValue + " " + limit + ", try again",
                Map.of("limit", limit),
                50);
    }

    /// This failure, of a write that certainly changed nothing.
    public Failure notApplied() {
        return with("applied", "no");
    }

    /// This failure, of a write that may have been applied.
    Failure perhapsApplied() {
        return with("applied", "unknown");
    }

    private Failure with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(metadata);
        all.put(name, value);
        return new Failure(reason, message, all, retryAfterMs);
    }

    /// The status code that belongs to the reason.
    public Status.Code code() {
        return switch (reason) {
            case KEY_EMPTY,
                    KEY_TOO_LONG,
                    VALUE_TOO_LARGE,
                    CHUNK_TOO_LARGE,
                    NUMBER_OUT_OF_RANGE,
                    TTL_OUT_OF_RANGE,
                    SELECTOR_MISSING,
                    OPERATION_MISSING,
                    CONDITION_INVALID,
                    VIEW_IN_TRANSACTION,
                    KEY_TWICE,
                    TRANSACTION_TOO_LARGE,
                    TRANSACTION_TOO_DEEP,
                    STREAM_OUT_OF_ORDER,
                    LENGTH_MISMATCH,
                    SESSION_ID_INVALID,
                    MESSAGE_MALFORMED -> Status.Code.INVALID_ARGUMENT;
            case REVISION_FUTURE, REVISION_TRIMMED -> Status.Code.OUT_OF_RANGE;
            case LEASE_NOT_FOUND -> Status.Code.NOT_FOUND;
            case LEASE_EXISTS -> Status.Code.ALREADY_EXISTS;
            case KEY_NOT_TEXT, VALUE_NOT_TEXT, COMPRESSION_MISSING -> Status.Code.FAILED_PRECONDITION;
            case CONFLICT, UPLOAD_CLOSED -> Status.Code.ABORTED;
            case OVERLOADED, ANSWER_TOO_LARGE, DISK_FULL, QUOTA_REACHED, TOO_MANY_FILES, TOO_MANY_LEASES ->
                Status.Code.RESOURCE_EXHAUSTED;
            case SERVER_STOPPING, STORE_FAILED -> Status.Code.UNAVAILABLE;
            case CORRUPTION -> Status.Code.DATA_LOSS;
            case INTERNAL_ERROR, ERROR_REASON_UNSPECIFIED, UNRECOGNIZED -> Status.Code.INTERNAL;
        };
    }

    /// The status line of a call that failed so.
    public Status status() {
        return Status.fromCode(code()).withDescription(message);
    }

    /// The trailers of a call that failed so.
    public Metadata trailers() {
        Metadata trailers = new Metadata();
        trailers.put(DETAILS, details());
        return trailers;
    }

    /// The status with its details, as trailers and sessions carry it.
    com.google.rpc.Status details() {
        com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
                .setCode(code().value())
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain(DOMAIN)
                        .setReason(reason.name())
                        .putAllMetadata(metadata)
                        .build()));
        if (retryAfterMs > 0) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                            .setSeconds(retryAfterMs / 1000)
                            .setNanos((int) (retryAfterMs % 1000) * 1_000_000))
                    .build()));
        }
        return status.build();
    }
}
