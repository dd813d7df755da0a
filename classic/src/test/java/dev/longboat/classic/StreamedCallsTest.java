package dev.longboat.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longboat.engine.Key;
import dev.longboat.proto.kvs.ChaveValor;
import dev.longboat.proto.kvs.KVSGrpc;
import dev.longboat.proto.kvs.Tupla;
import dev.longboat.proto.kvs.Versao;
import dev.longboat.proto.project.KeyRequest;
import dev.longboat.proto.project.KeyValueRequest;
import dev.longboat.proto.project.KeyValueStoreGrpc;
import dev.longboat.proto.project.KeyValueVersionReply;
import dev.longboat.proto.project.PutReply;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Goal: streams of requests are answered in order, whether the caller sends all at once or waits
/// for each answer, in chunks where that is said (C7), and without reading ahead for a caller that
/// does not read. Method: asynchronous stubs against all doors.
final class StreamedCallsTest {
    private final ClassicServer server = new ClassicServer();

    @AfterEach
    void nothingStaysHeld() {
        await().untilAsserted(() -> {
            assertThat(server.resources.writes().bytesHeld()).isZero();
            assertThat(server.resources.answers().bytesHeld()).isZero();
        });
        server.close();
    }

    @Test
    void putAll_ofManyMoreThanABatch_answersEachInOrder() {
        Gathered<PutReply> gathered = new Gathered<>();
        StreamObserver<KeyValueRequest> out =
                KeyValueStoreGrpc.newStub(server.channel).putAll(gathered);
        for (int i = 0; i < 2_000; i++) {
            out.onNext(KeyValueRequest.newBuilder()
                    .setKey("key" + i % 7)
                    .setVal("v" + i)
                    .build());
        }
        out.onCompleted();
        List<PutReply> replies = gathered.await();
        assertThat(replies).hasSize(2_000);
        for (int i = 0; i < 2_000; i++) {
            assertThat(replies.get(i).getKey()).isEqualTo("key" + i % 7);
            assertThat(replies.get(i).getOldVal()).isEqualTo(i < 7 ? "" : "v" + (i - 7));
        }
    }

    @Test
    void callerThatWaitsForEachAnswer_getsIt() {
        Gathered<Versao> inserted = new Gathered<>();
        StreamObserver<ChaveValor> inserts = KVSGrpc.newStub(server.channel).insereVarias(inserted);
        Gathered<KeyValueVersionReply> removed = new Gathered<>();
        StreamObserver<KeyRequest> removals =
                KeyValueStoreGrpc.newStub(server.channel).delAll(removed);
        for (int i = 1; i <= 3; i++) {
            int count = i;
            inserts.onNext(ChaveValor.newBuilder()
                    .setChave("key" + i)
                    .setValor("value")
                    .build());
            await().until(() -> inserted.messages().size() == count);
            removals.onNext(KeyRequest.newBuilder().setKey("key" + i).build());
            await().until(() -> removed.messages().size() == count);
            assertThat(removed.messages().getLast().getVal()).isEqualTo("value");
        }
        inserts.onCompleted();
        removals.onCompleted();
        assertThat(inserted.await()).hasSize(3);
        assertThat(removed.await()).hasSize(3);
    }

    /// C7.
    @Test
    void delAll_ofManyKeys_commitsInChunksOfAtMostAThousand() {
        IntStream.range(0, 2_500).forEach(i -> server.store.put(Key.of("key" + i), new byte[] {'v'}));
        long before = server.store.revision();
        Gathered<KeyValueVersionReply> gathered = new Gathered<>();
        StreamObserver<KeyRequest> out =
                KeyValueStoreGrpc.newStub(server.channel).delAll(gathered);
        IntStream.range(0, 2_500)
                .forEach(i ->
                        out.onNext(KeyRequest.newBuilder().setKey("key" + i).build()));
        out.onCompleted();
        assertThat(gathered.await())
                .hasSize(2_500)
                .allMatch(reply -> reply.getVal().equals("v"));
        assertThat(server.store.revision()).isGreaterThanOrEqualTo(before + 3);
        assertThat(server.store.statistics().keys()).isZero();
    }

    @Test
    void callerThatDoesNotRead_isNotReadAheadFor_andLosesNothing() {
        String value = "v".repeat(100_000);
        for (int i = 0; i < 200; i++) {
            server.store.put(Key.of("key%03d".formatted(i)), value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        SlowReader reader = new SlowReader();
        KVSGrpc.newStub(server.channel).snapshot(Versao.getDefaultInstance(), reader);
        await().until(() -> reader.count.get() == 1);
        assertThat(server.resources.answers().bytesHeld()).isBetween(1L, 3L << 20);
        reader.readOn();
        await().until(() -> reader.count.get() == 200);
    }

    @Test
    void cancelledCall_givesBackWhatItHeld() {
        IntStream.range(0, 200).forEach(i -> server.store.put(Key.of("key" + i), new byte[100_000]));
        SlowReader reader = new SlowReader();
        KVSGrpc.newStub(server.channel).snapshot(Versao.getDefaultInstance(), reader);
        await().until(() -> reader.count.get() == 1);
        reader.cancel();
    }

    /// Takes one message until it is told to go on. Safe for concurrent use.
    private static final class SlowReader implements ClientResponseObserver<Versao, Tupla> {
        private final AtomicInteger count = new AtomicInteger();
        private final CompletableFuture<ClientCallStreamObserver<Versao>> call = new CompletableFuture<>();
        private volatile boolean readingOn;

        @Override
        public void beforeStart(ClientCallStreamObserver<Versao> stream) {
            call.complete(stream);
            stream.disableAutoRequestWithInitial(1);
        }

        void readOn() {
            readingOn = true;
            call.join().request(1);
        }

        void cancel() {
            call.join().cancel("enough", null);
        }

        @Override
        public void onNext(Tupla message) {
            count.incrementAndGet();
            if (readingOn) {
                call.join().request(1);
            }
        }

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onCompleted() {}
    }
}
