package dev.longboat.client;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import dev.longboat.proto.v1.ErrorReason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;

/// Errors as a server words them. Immutable.
final class Refusal {
    private Refusal() {}

    static StatusRuntimeException of(
            Status.Code code, ErrorReason reason, String message, Map<String, String> details) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(code.value())
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain("longboat.dev")
                        .setReason(reason.name())
                        .putAllMetadata(details)
                        .build()))
                .build());
    }
}
