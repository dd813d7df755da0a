package dev.longboat.grpc;

import static dev.longboat.grpc.OpenDoor.bytes;
import static dev.longboat.grpc.OpenDoor.pattern;
import static dev.longboat.grpc.OpenDoor.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.longboat.proto.v1.DeleteRequest;
import dev.longboat.proto.v1.GetRequest;
import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.Operation;
import dev.longboat.proto.v1.SessionRequest;
import dev.longboat.proto.v1.SessionResponse;
import dev.longboat.proto.v1.SetRequest;
import dev.longboat.proto.v1.StatRequest;
import dev.longboat.proto.v1.Transaction;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a session keeps many operations in flight, answers each once, keeps the order of writes
/// and bounds what it holds. Method: one raw client call, so that the test decides when answers are
/// read.
final class SessionTest {
    private OpenDoor door;

    @BeforeEach
    void open(@TempDir Path directory) {
        door = OpenDoor.at(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    /// G4. Another thread may end the session while a request is on its way to it. The caller is
    /// told that what was not answered was not begun.
    @Test
    void requestThatArrivesBehindTheEnd_isNotBegun() {
        door.set("k", "value");
        ServerCall.Listener<Received<SessionItem>> session = new SessionMethod(
                        door.resources, NativeOperations.of(door.resources))
                .startCall(new SilentCall(), new Metadata());
        door.resources.draining().begin();
        DeleteRequest delete = DeleteRequest.newBuilder().setKey(bytes("k")).build();
        session.onMessage(new Received.Message<>(new SessionItem(1, new SessionItem.Request.Delete(delete)), 10));
        door.set("behind it", "value");
        assertThat(door.get("k").hasVersion()).isTrue();
    }

    /// Nobody at the other end.
    private static final class SilentCall extends ServerCall<Received<SessionItem>, Reply> {
        @Override
        public void request(int count) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(Reply reply) {}

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<Received<SessionItem>, Reply> getMethodDescriptor() {
            throw new UnsupportedOperationException();
        }
    }

    /// G2.
    @Test
    void writesOfOneKey_commitInTheOrderOfSending() {
        Session session = new Session();
        session.call.request(Integer.MAX_VALUE);
        for (int i = 1; i <= 5000; i++) {
            session.send(set(i, "k", "value " + i));
        }
        session.call.halfClose();
        assertThat(session.ended.join()).isEqualTo("OK");
        assertThat(session.answers).hasSize(5000);
        for (int i = 1; i <= 5000; i++) {
            assertThat(session.answer(i).getSet().getWritten().getVersion()).isEqualTo(i);
        }
        assertThat(door.get("k").getValue()).isEqualTo(bytes("value 5000"));
        assertThat(door.resources.writes().bytesHeld()).isZero();
    }

    /// G2. A long value goes to the journal in pieces before its commit; a short one that follows
    /// does not pass it.
    @Test
    void shortWriteBehindALongOne_commitsAfterIt() {
        Session session = new Session();
        session.call.request(Integer.MAX_VALUE);
        for (int i = 1; i <= 20; i += 2) {
            session.send(request(i)
                    .setSet(SetRequest.newBuilder()
                            .setKey(bytes("k"))
                            .setValue(ByteString.copyFrom(pattern(3 << 20, i)))));
            session.send(set(i + 1, "k", "short " + i));
        }
        session.call.halfClose();
        assertThat(session.ended.join()).isEqualTo("OK");
        for (int i = 1; i <= 20; i++) {
            assertThat(session.answer(i).getSet().getWritten().getVersion()).isEqualTo(i);
        }
        assertThat(door.get("k").getValue()).isEqualTo(bytes("short 19"));
    }

    @Test
    void everyOperation_isAnsweredInItsField() {
        Session session = new Session();
        session.call.request(Integer.MAX_VALUE);
        session.send(set(1, "k", "v"));
        session.awaitAnswers(1);
        session.send(request(2).setGet(GetRequest.newBuilder().setKey(bytes("k"))));
        session.send(request(3).setDelete(DeleteRequest.newBuilder().setKey(bytes("none"))));
        session.send(request(4)
                .setTransact(Transaction.newBuilder()
                        .addThen(Operation.newBuilder()
                                .setGet(GetRequest.newBuilder().setKey(bytes("k"))))));
        session.send(request(5).setStat(StatRequest.getDefaultInstance()));
        session.send(request(6));
        session.send(set(7, "", "no key"));
        session.send(request(-1).setGet(GetRequest.newBuilder().setKey(bytes("none"))));
        session.call.halfClose();
        assertThat(session.ended.join()).isEqualTo("OK");
        assertThat(session.answer(2).getGet().getValue()).isEqualTo(bytes("v"));
        assertThat(session.answer(3).getDelete().getDeleted()).isFalse();
        assertThat(session.answer(4).getTransact().getResults(0).getGet().getValue())
                .isEqualTo(bytes("v"));
        assertThat(session.answer(5).getStat().getSets()).isEqualTo(1);
        assertThat(reason(session.answer(6).getError())).isEqualTo("OPERATION_MISSING {}");
        assertThat(reason(session.answer(7).getError())).isEqualTo("KEY_EMPTY {applied=no}");
        assertThat(session.answer(-1).getGet().hasVersion()).isFalse();
    }

    @Test
    void idsThatCannotBeTold_endTheSession() {
        Session session = new Session();
        session.call.request(Integer.MAX_VALUE);
        session.send(request(0).setGet(GetRequest.newBuilder().setKey(bytes("k"))));
        assertThat(session.ended.join()).isEqualTo("INVALID_ARGUMENT SESSION_ID_INVALID {applied=no, id=0}");
    }

    /// G3. A caller that sends and does not read stops being read; once it reads, all is answered.
    @Test
    void callerThatDoesNotRead_holdsLittle() {
        door.set("big", pattern(60_000, 1));
        Session session = new Session();
        int count = 2000;
        for (int i = 1; i <= count; i++) {
            session.send(request(i).setGet(GetRequest.newBuilder().setKey(bytes("big"))));
        }
        session.call.halfClose();
        await().until(() -> door.resources.statistics().gets().sum() > 0);
        assertThat(door.set("other", "client").getWritten().getRevision()).isEqualTo(3);
        assertThat(door.resources.statistics().gets().sum()).isLessThan(count / 2);
        session.call.request(Integer.MAX_VALUE);
        assertThat(session.ended.join()).isEqualTo("OK");
        assertThat(session.answers).hasSize(count);
    }

    /// G5.
    @Test
    void sessionThatIsCancelled_givesEverythingBack() {
        Session session = new Session();
        for (int i = 1; i <= 200; i++) {
            session.send(set(i, "k" + i, new String(new char[5000])));
        }
        session.call.cancel("gone", null);
        session.ended.join();
        await().until(() -> door.resources.writes().bytesHeld() == 0
                && door.resources.answers().bytesHeld() == 0);
        assertThat(door.set("other", "client").getWritten().getVersion()).isEqualTo(1);
    }

    @Test
    void budgetThatIsTaken_failsTheOperationAlone(@TempDir Path directory) {
        door.close();
        door = OpenDoor.withBudgets(directory.resolve("small"), 1000, 1 << 20);
        Session session = new Session();
        session.call.request(Integer.MAX_VALUE);
        session.send(set(1, "k", "x".repeat(2000)));
        session.send(set(2, "k", "small"));
        session.call.halfClose();
        assertThat(session.ended.join()).isEqualTo("OK");
        assertThat(reason(session.answer(1).getError())).isEqualTo("OVERLOADED {applied=no, limit=bytes of writes}");
        assertThat(session.answer(1).getError().getDetailsCount()).isEqualTo(2);
        assertThat(session.answer(2).hasSet()).isTrue();
    }

    private static SessionRequest.Builder request(long id) {
        return SessionRequest.newBuilder().setId(id);
    }

    private static SessionRequest.Builder set(long id, String key, String value) {
        return request(id).setSet(SetRequest.newBuilder().setKey(bytes(key)).setValue(ByteString.copyFromUtf8(value)));
    }

    /// A session as a client sees it. Safe for concurrent use.
    private final class Session extends ClientCall.Listener<SessionResponse> {
        final ClientCall<SessionRequest, SessionResponse> call =
                door.channel.newCall(LongboatGrpc.getSessionMethod(), CallOptions.DEFAULT);
        final Map<Long, SessionResponse> answers = new ConcurrentHashMap<>();
        final CompletableFuture<String> ended = new CompletableFuture<>();

        Session() {
            call.start(this, new Metadata());
        }

        void send(SessionRequest.Builder request) {
            call.sendMessage(request.build());
        }

        void awaitAnswers(int count) {
            await().until(() -> answers.size() >= count);
        }

        SessionResponse answer(long id) {
            return answers.getOrDefault(id, SessionResponse.getDefaultInstance());
        }

        @Override
        public void onMessage(SessionResponse response) {
            assertThat(answers.put(response.getId(), response)).isNull();
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            ended.complete(status.isOk() ? "OK" : reason(new StatusRuntimeException(status, trailers)));
        }
    }
}
