package dev.longboat.client;

import dev.longboat.proto.v1.ErrorReason;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;

/// The failures that tests order. Immutable.
public final class Faults {
    private Faults() {}

    /// What a transport says when it has lost the server.
    public static StatusRuntimeException lost() {
        return Code.UNAVAILABLE.toStatus().withDescription("connection lost").asRuntimeException();
    }

    public static StatusRuntimeException stopping() {
        return Refusal.of(
                Code.UNAVAILABLE, ErrorReason.SERVER_STOPPING, "the server is stopping", Map.of("applied", "no"));
    }

    public static StatusRuntimeException overloaded() {
        return Refusal.of(
                Code.RESOURCE_EXHAUSTED,
                ErrorReason.OVERLOADED,
                "64 MiB are in flight",
                Map.of("applied", "no", "limit", "67108864"));
    }

    public static StatusRuntimeException diskFull() {
        return Refusal.of(
                Code.RESOURCE_EXHAUSTED,
                ErrorReason.DISK_FULL,
                "the disk has 4096 bytes left",
                Map.of("applied", "no", "free_bytes", "4096", "needed_bytes", "1048576"));
    }

    public static StatusRuntimeException storeFailed() {
        return Refusal.of(
                Code.UNAVAILABLE,
                ErrorReason.STORE_FAILED,
                "a sync of journal/00000003.seg failed",
                Map.of("applied", "unknown"));
    }

    public static StatusRuntimeException denied() {
        return Code.PERMISSION_DENIED
                .toStatus()
                .withDescription("reader may not write")
                .asRuntimeException();
    }

    public static StatusRuntimeException damaged() {
        return Refusal.of(
                Code.DATA_LOSS,
                ErrorReason.CORRUPTION,
                "checksum mismatch in tables/00000004.tbl at 8192",
                Map.of("file", "tables/00000004.tbl", "offset", "8192"));
    }

    /// Options under which retries cost no time worth speaking of.
    static ClientOptions quick() {
        return ClientOptions.DEFAULTS.retryDelays(Duration.ofMillis(1), Duration.ofMillis(2));
    }
}
