package dev.longboat.grpc;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.longboat.engine.Scrub;
import dev.longboat.engine.ScrubStatus;
import dev.longboat.proto.v1.AdminGrpc;
import dev.longboat.proto.v1.BackupRequest;
import dev.longboat.proto.v1.ErrorReason;
import dev.longboat.proto.v1.ScrubFinding;
import dev.longboat.proto.v1.ScrubRequest;
import dev.longboat.proto.v1.ScrubResponse;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;

/// The service `longboat.v1.Admin`. Its handlers never block. Safe for concurrent use.
public final class AdminDoor implements BindableService {
    private final DoorResources resources;

    public AdminDoor(DoorResources resources) {
        this.resources = resources;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return new ServiceAssembly(AdminGrpc.getServiceDescriptor())
                .method(
                        AdminGrpc.getBackupMethod(),
                        received(BackupRequest.parser()),
                        new StreamedMethod<>(resources, request -> new BackupReplies(resources.store(), request)))
                .method(
                        AdminGrpc.getScrubMethod(),
                        received(ScrubRequest.parser()),
                        new UnaryMethod<>(resources, (request, _, outcome) -> outcome.answer(Reply.of(scrub(request)))))
                .build();
    }

    private ScrubResponse scrub(ScrubRequest request) {
        Scrub scrub = resources.store().scrub();
        if (request.getBytesPerSecond() < 0) {
            throw new RefusedException(Failure.of(
                    ErrorReason.NUMBER_OUT_OF_RANGE,
                    "bytes_per_second is " + request.getBytesPerSecond(),
                    "field",
                    "bytes_per_second",
                    "value",
                    request.getBytesPerSecond()));
        }
        if (request.getBytesPerSecond() > 0) {
            scrub.bytesPerSecond(request.getBytesPerSecond());
        }
        switch (request.getAction()) {
            case START -> scrub.start();
            case PAUSE -> scrub.pause();
            case STATUS -> {}
            case UNRECOGNIZED ->
                throw new RefusedException(
                        Failure.of(ErrorReason.OPERATION_MISSING, "an action that this server does not know"));
        }
        return response(scrub.status());
    }

    private static ScrubResponse response(ScrubStatus status) {
        ScrubResponse.Builder message = ScrubResponse.newBuilder()
                .setState(
                        switch (status.state()) {
                            case IDLE -> ScrubResponse.State.IDLE;
                            case RUNNING -> ScrubResponse.State.RUNNING;
                            case PAUSED -> ScrubResponse.State.PAUSED;
                        })
                .setPasses(status.passes())
                .setFile(status.file())
                .setPassBytes(status.passBytes())
                .setPassBytesTotal(status.passBytesTotal())
                .setLastPassMs(status.lastPassMillis())
                .setBytesPerSecond(status.bytesPerSecond());
        status.findings()
                .forEach(finding -> message.addFindings(ScrubFinding.newBuilder()
                        .setFile(finding.file())
                        .setOffset(finding.offset())
                        .setProblem(finding.problem())
                        .setKeys(finding.keys())
                        .setFoundMs(finding.foundMillis())));
        return message.build();
    }

    private static <M extends MessageLite> ReceivedMarshaller<M> received(Parser<M> parser) {
        return new ReceivedMarshaller<>(ReceivedMarshaller.Decoder.of(parser), Limits.REQUEST_BYTES_MAX);
    }
}
