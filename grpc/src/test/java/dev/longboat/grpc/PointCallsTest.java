package dev.longboat.grpc;

import static dev.longboat.grpc.OpenDoor.bytes;
import static dev.longboat.grpc.OpenDoor.pattern;
import static dev.longboat.grpc.OpenDoor.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.longboat.proto.v1.DeleteRequest;
import dev.longboat.proto.v1.DeleteResponse;
import dev.longboat.proto.v1.GetRequest;
import dev.longboat.proto.v1.GetResponse;
import dev.longboat.proto.v1.KeyVersion;
import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.ReadView;
import dev.longboat.proto.v1.SetRequest;
import dev.longboat.proto.v1.SetResponse;
import dev.longboat.proto.v1.StatRequest;
import dev.longboat.proto.v1.StatResponse;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: Set, Get, Delete and Stat as `longboat.proto` describes them, with every refusal. Method:
/// generated stubs against a real store over a real connection.
final class PointCallsTest {
    private OpenDoor door;

    @BeforeEach
    void open(@TempDir Path directory) {
        door = OpenDoor.at(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    /// G1.
    @Test
    void set_thenGet_bringsTheValueAndItsVersion() {
        KeyVersion written = door.set("apple", "red").getWritten();
        GetResponse found = door.get("apple");
        assertThat(found.getValue()).isEqualTo(bytes("red"));
        assertThat(found.getVersion()).isEqualTo(written);
        assertThat(found.getRevision()).isEqualTo(2);
        assertThat(written)
                .isEqualTo(KeyVersion.newBuilder()
                        .setKey(bytes("apple"))
                        .setRevision(2)
                        .setCreateRevision(2)
                        .setVersion(1)
                        .setOrdinal(1)
                        .setStampMs(written.getStampMs())
                        .setValueBytes(3)
                        .build());
    }

    @Test
    void get_ofMissingKey_hasNoVersion() {
        GetResponse missing = door.get("nothing");
        assertThat(missing.hasVersion()).isFalse();
        assertThat(missing.getRevision()).isEqualTo(1);
    }

    @Test
    void emptyValue_isAValue() {
        door.set("empty", "");
        assertThat(door.get("empty").hasVersion()).isTrue();
        assertThat(door.get("empty").getValue()).isEqualTo(ByteString.EMPTY);
    }

    @Test
    void get_atAnEarlierRevision_seesWhatWasThere() {
        long first = door.set("k", "one").getWritten().getRevision();
        door.set("k", "two");
        door.stub().delete(DeleteRequest.newBuilder().setKey(bytes("k")).build());
        assertThat(door.get("k").hasVersion()).isFalse();
        assertThat(at("k", first).getValue()).isEqualTo(bytes("one"));
        assertThat(at("k", first + 1).getValue()).isEqualTo(bytes("two"));
        assertThat(at("k", first + 1).getRevision()).isEqualTo(first + 1);
    }

    @Test
    void set_answersWhatTheKeyHeldBefore_whenAsked() {
        door.set("k", "one");
        SetResponse answer = door.stub()
                .set(SetRequest.newBuilder()
                        .setKey(bytes("k"))
                        .setValue(bytes("two"))
                        .setReturnPrevious(true)
                        .build());
        assertThat(answer.getPrevious().getValue()).isEqualTo(bytes("one"));
        assertThat(answer.getPrevious().getVersion().getVersion()).isEqualTo(1);
        assertThat(answer.getWritten().getVersion()).isEqualTo(2);
        assertThat(door.set("k", "three").hasPrevious()).isFalse();
    }

    @Test
    void delete_saysWhetherThereWasSomething() {
        door.set("k", "one");
        DeleteRequest request = DeleteRequest.newBuilder()
                .setKey(bytes("k"))
                .setReturnPrevious(true)
                .build();
        DeleteResponse first = door.stub().delete(request);
        DeleteResponse second = door.stub().delete(request);
        assertThat(first.getDeleted()).isTrue();
        assertThat(first.getPrevious().getValue()).isEqualTo(bytes("one"));
        assertThat(first.getRevision()).isEqualTo(3);
        assertThat(second.getDeleted()).isFalse();
        assertThat(second.getRevision()).isEqualTo(3);
    }

    @Test
    void get_leavesOutTheValue_whenAskedOrTooLong() {
        door.set("k", pattern(1000, 1));
        GetRequest.Builder get = GetRequest.newBuilder().setKey(bytes("k"));
        GetResponse keysOnly = door.stub().get(get.setKeysOnly(true).build());
        assertThat(keysOnly.getValue()).isEqualTo(ByteString.EMPTY);
        assertThat(keysOnly.getValueOmitted()).isFalse();
        assertThat(keysOnly.getVersion().getValueBytes()).isEqualTo(1000);
        get.setKeysOnly(false);
        assertThat(door.stub().get(get.setInlineBytesMax(999).build()).getValueOmitted())
                .isTrue();
        assertThat(door.stub().get(get.setInlineBytesMax(1000).build()).getValue())
                .hasSize(1000);
    }

    @Test
    void values_ofEverySize_comeBackAsTheyWere() {
        int[] sizes = {1, 100, 511, 512, 513, 4096, 70_000, 1 << 20, (1 << 20) + 1, 5_000_000, (8 << 20) - 100};
        for (int size : sizes) {
            door.set("k" + size, pattern(size, size));
        }
        for (int size : sizes) {
            assertThat(door.get("k" + size).getValue()).isEqualTo(ByteString.copyFrom(pattern(size, size)));
        }
        assertThat(door.resources.writes().bytesHeld()).isZero();
    }

    /// G4.
    @Test
    void badRequests_areRefusedWithTheirReason() {
        assertThat(refused(() -> door.set("", "x"))).isEqualTo("INVALID_ARGUMENT KEY_EMPTY {applied=no}");
        assertThat(refused(() -> door.set("k".repeat(65_536), "x")))
                .isEqualTo("INVALID_ARGUMENT KEY_TOO_LONG {applied=no, bytes=65536, bytes_max=65535}");
        assertThat(refused(() -> door.get(""))).isEqualTo("INVALID_ARGUMENT KEY_EMPTY {}");
        assertThat(refused(() -> at("k", 99))).isEqualTo("OUT_OF_RANGE REVISION_FUTURE {newest=1, revision=99}");
        assertThat(refused(() -> at("k", -1)))
                .isEqualTo("INVALID_ARGUMENT NUMBER_OUT_OF_RANGE {field=view.revision, value=-1}");
        SetRequest leased =
                SetRequest.newBuilder().setKey(bytes("k")).setLease(7).build();
        assertThat(refused(() -> door.stub().set(leased))).isEqualTo("NOT_FOUND LEASE_NOT_FOUND {applied=no}");
        assertThat(door.set("k".repeat(65_535), "x").getWritten().getRevision()).isEqualTo(2);
    }

    /// G6.
    @Test
    void tooLargeAndMalformedMessages_endTheirCallAlone() {
        String tooLarge = refused(() -> door.set("k", new byte[8 << 20]));
        assertThat(tooLarge)
                .startsWith("INVALID_ARGUMENT VALUE_TOO_LARGE {")
                .contains("applied=no", "bytes_max=8388608");
        assertThat(refused(() -> door.set("k", new byte[17 << 20]))).startsWith("RESOURCE_EXHAUSTED");
        assertThat(refused(() -> raw(new byte[] {0x0a, 0x7f, 'x'}))).startsWith("INVALID_ARGUMENT MESSAGE_MALFORMED {");
        assertThat(refused(() -> raw(new byte[] {0x07}))).startsWith("INVALID_ARGUMENT MESSAGE_MALFORMED {");
        assertThat(door.set("k", "fine").getWritten().getRevision()).isEqualTo(2);
        assertThat(door.stub().stat(StatRequest.getDefaultInstance()).getErrors())
                .isEqualTo(3);
    }

    @Test
    void stat_countsWhatWasDone() {
        door.set("a", "1");
        door.set("b", "2");
        door.get("a");
        door.get("missing");
        door.stub().delete(DeleteRequest.newBuilder().setKey(bytes("a")).build());
        StatResponse stat = door.stub().stat(StatRequest.getDefaultInstance());
        assertThat(stat.getSets()).isEqualTo(2);
        assertThat(stat.getGets()).isEqualTo(2);
        assertThat(stat.getDeletes()).isEqualTo(1);
        assertThat(stat.getKeys()).isEqualTo(1);
        assertThat(stat.getRevision()).isEqualTo(4);
        assertThat(stat.getOldestRevision()).isEqualTo(1);
        assertThat(stat.getServerVersion()).isEqualTo("0.1.0-test");
        assertThat(stat.getStoreId()).hasSize(32);
        assertThat(stat.getStartTimeMs()).isPositive();
    }

    private GetResponse at(String key, long revision) {
        return door.stub()
                .get(GetRequest.newBuilder()
                        .setKey(bytes(key))
                        .setView(ReadView.newBuilder().setRevision(revision))
                        .build());
    }

    /// Sends these bytes as a SetRequest.
    private void raw(byte[] message) {
        MethodDescriptor<byte[], SetResponse> method = LongboatGrpc.getSetMethod().toBuilder(
                        new RawMarshaller(), LongboatGrpc.getSetMethod().getResponseMarshaller())
                .build();
        ClientCalls.blockingUnaryCall(door.channel, method, CallOptions.DEFAULT, message);
    }

    private static String refused(Runnable call) {
        return reason(catchThrowableOfType(StatusRuntimeException.class, call::run));
    }

    private static final class RawMarshaller implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException();
        }
    }
}
