package dev.longboat.grpc;

import static dev.longboat.grpc.OpenDoor.bytes;
import static dev.longboat.grpc.OpenDoor.pattern;
import static dev.longboat.grpc.OpenDoor.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.longboat.proto.v1.GetRequest;
import dev.longboat.proto.v1.GetStreamHead;
import dev.longboat.proto.v1.GetStreamResponse;
import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.SetResponse;
import dev.longboat.proto.v1.SetStreamHead;
import dev.longboat.proto.v1.SetStreamRequest;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: values of any size go in and out by streams, whole or not at all. Method: generated stubs
/// against a real store.
final class ValueStreamsTest {
    private OpenDoor door;

    @BeforeEach
    void open(@TempDir Path directory) {
        door = OpenDoor.at(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    /// G1, G5.
    @Test
    void stream_storesWhatGetStreamReads() {
        int[][] cases = {
            {0, 1},
            {1, 1},
            {1000, 7},
            {1 << 20, 1 << 20},
            {(1 << 20) + 1, 4096},
            {20_000_000, 1 << 20},
            {3_000_000, 999}
        };
        for (int[] sizes : cases) {
            byte[] value = pattern(sizes[0], sizes[1]);
            SetResponse written =
                    upload(head("k").setTotalBytes(sizes[0]), value, sizes[1]).join();
            assertThat(written.getWritten().getValueBytes()).isEqualTo(sizes[0]);
            assertThat(download("k")).isEqualTo(value);
        }
        assertThat(door.resources.writes().bytesHeld()).isZero();
        assertThat(door.resources.answers().bytesHeld()).isZero();
    }

    @Test
    void getStream_ofMissingKey_isAHeadAlone() {
        Iterator<GetStreamResponse> answers = door.stub()
                .getStream(GetRequest.newBuilder().setKey(bytes("no")).build());
        GetStreamHead head = answers.next().getHead();
        assertThat(head.hasVersion()).isFalse();
        assertThat(head.getRevision()).isEqualTo(1);
        assertThat(answers.hasNext()).isFalse();
    }

    @Test
    void get_ofALongValue_leavesItToGetStream() {
        upload(head("k"), pattern(9 << 20, 3), 1 << 20).join();
        assertThat(door.get("k").getValueOmitted()).isTrue();
        assertThat(door.get("k").getVersion().getValueBytes()).isEqualTo(9 << 20);
    }

    /// G4. A truncated file must not become a value.
    @Test
    void badStreams_areRefused_andLeaveNothing() {
        assertThat(refused(upload(head("k").setTotalBytes(11), pattern(10, 0), 10)))
                .isEqualTo("INVALID_ARGUMENT LENGTH_MISMATCH {applied=no, bytes=10, total_bytes=11}");
        assertThat(refused(upload(head("k").setTotalBytes(9), pattern(10, 0), 10)))
                .isEqualTo("INVALID_ARGUMENT LENGTH_MISMATCH {applied=no, bytes=10, total_bytes=9}");
        assertThat(refused(upload(head("k"), new byte[(1 << 20) + 1], (1 << 20) + 1)))
                .isEqualTo("INVALID_ARGUMENT CHUNK_TOO_LARGE {applied=no, bytes=1048577, bytes_max=1048576}");
        assertThat(refused(upload(head(""), pattern(10, 0), 10))).isEqualTo("INVALID_ARGUMENT KEY_EMPTY {applied=no}");
        assertThat(refused(send(chunk(new byte[1])))).isEqualTo("INVALID_ARGUMENT STREAM_OUT_OF_ORDER {applied=no}");
        assertThat(refused(send())).isEqualTo("INVALID_ARGUMENT STREAM_OUT_OF_ORDER {applied=no}");
        assertThat(refused(send(part(head("k")), part(head("k")))))
                .isEqualTo("INVALID_ARGUMENT STREAM_OUT_OF_ORDER {applied=no}");
        assertThat(door.get("k").hasVersion()).isFalse();
        assertThat(door.store.revision()).isEqualTo(1);
        assertThat(door.resources.writes().bytesHeld()).isZero();
    }

    /// G5.
    @Test
    void callerThatVanishesInTheMiddle_leavesNothing() {
        CompletableFuture<SetResponse> answer = new CompletableFuture<>();
        ClientCallStreamObserver<SetStreamRequest> requests = (ClientCallStreamObserver<SetStreamRequest>)
                LongboatGrpc.newStub(door.channel).setStream(new OpenDoor.Answer(answer));
        requests.onNext(part(head("k")));
        for (int i = 0; i < 5; i++) {
            requests.onNext(chunk(pattern(1 << 20, i)));
        }
        await().until(() -> door.store.statistics().payloadBytes() > 2 << 20);
        requests.cancel("gone", null);
        await().until(() -> door.resources.writes().bytesHeld() == 0);
        assertThat(door.get("k").hasVersion()).isFalse();
        assertThat(door.set("k", "after").getWritten().getRevision()).isEqualTo(2);
    }

    @Test
    void uploads_areRefused_whenTheBudgetIsTaken(@TempDir Path directory) {
        try (OpenDoor small = OpenDoor.withBudgets(directory.resolve("small"), 1 << 20, 1 << 20)) {
            StreamObserver<SetStreamRequest> requests =
                    LongboatGrpc.newStub(small.channel).setStream(new OpenDoor.Answer(new CompletableFuture<>()));
            requests.onNext(part(head("k")));
            CompletableFuture<SetResponse> answer = new CompletableFuture<>();
            LongboatGrpc.newStub(small.channel)
                    .setStream(new OpenDoor.Answer(answer))
                    .onNext(part(head("k")));
            assertThat(refused(answer)).startsWith("RESOURCE_EXHAUSTED OVERLOADED {applied=no");
        }
    }

    private CompletableFuture<SetResponse> upload(SetStreamHead.Builder head, byte[] value, int chunkBytes) {
        SetStreamRequest[] parts = new SetStreamRequest[1 + (value.length + chunkBytes - 1) / chunkBytes];
        parts[0] = part(head);
        for (int i = 1; i < parts.length; i++) {
            parts[i] = chunk(Arrays.copyOfRange(value, (i - 1) * chunkBytes, Math.min(value.length, i * chunkBytes)));
        }
        return send(parts);
    }

    private CompletableFuture<SetResponse> send(SetStreamRequest... parts) {
        CompletableFuture<SetResponse> answer = new CompletableFuture<>();
        StreamObserver<SetStreamRequest> requests =
                LongboatGrpc.newStub(door.channel).setStream(new OpenDoor.Answer(answer));
        for (SetStreamRequest part : parts) {
            requests.onNext(part);
        }
        requests.onCompleted();
        return answer;
    }

    private byte[] download(String key) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        door.stub()
                .getStream(GetRequest.newBuilder().setKey(bytes(key)).build())
                .forEachRemaining(answer -> value.writeBytes(answer.getChunk().toByteArray()));
        return value.toByteArray();
    }

    private static String refused(CompletableFuture<SetResponse> answer) {
        return answer.handle((_, thrown) -> reason((StatusRuntimeException) thrown))
                .join();
    }

    private static SetStreamHead.Builder head(String key) {
        return SetStreamHead.newBuilder().setKey(bytes(key));
    }

    private static SetStreamRequest part(SetStreamHead.Builder head) {
        return SetStreamRequest.newBuilder().setHead(head).build();
    }

    private static SetStreamRequest chunk(byte[] bytes) {
        return SetStreamRequest.newBuilder()
                .setChunk(ByteString.copyFrom(bytes))
                .build();
    }
}
