package dev.longboat.grpc;

import static dev.longboat.grpc.OpenDoor.bytes;
import static dev.longboat.grpc.OpenDoor.pattern;
import static dev.longboat.grpc.OpenDoor.reason;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.longboat.proto.v1.KeyRange;
import dev.longboat.proto.v1.KeyValue;
import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.RangeChunk;
import dev.longboat.proto.v1.RangeEnd;
import dev.longboat.proto.v1.RangeRequest;
import dev.longboat.proto.v1.ReadView;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: ranges in order, at one revision, of any size, at the caller's speed. Method: generated
/// stubs against a real store; chunks are put together as a client must.
final class RangeTest {
    private OpenDoor door;

    @BeforeEach
    void open(@TempDir Path directory) {
        door = OpenDoor.at(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void prefix_bringsItsKeysInOrder() {
        List.of("b/2", "a/1", "b/1", "c", "b", "b/10").forEach(key -> door.set(key, "v" + key));
        Answer answer = range(prefix("b/"));
        assertThat(answer.keys()).containsExactly("b/1", "b/10", "b/2");
        assertThat(answer.values.get(1).toString(UTF_8)).isEqualTo("vb/10");
        assertThat(answer.end)
                .isEqualTo(RangeEnd.newBuilder().setRevision(7).setCount(3).build());
        assertThat(answer.firstRevision).isEqualTo(7);
    }

    @Test
    void range_obeysBoundsLimitDirectionAndKeysOnly() {
        List.of("a", "b", "c", "d").forEach(key -> door.set(key, key));
        KeyRange middle =
                KeyRange.newBuilder().setFrom(bytes("b")).setTo(bytes("d")).build();
        assertThat(range(RangeRequest.newBuilder().setRange(middle)).keys()).containsExactly("b", "c");
        assertThat(range(RangeRequest.newBuilder()
                                .setRange(KeyRange.newBuilder().setFrom(bytes("c"))))
                        .keys())
                .containsExactly("c", "d");
        Answer limited = range(prefix("").setLimit(3).setReverse(true).setKeysOnly(true));
        assertThat(limited.keys()).containsExactly("d", "c", "b");
        assertThat(limited.end.getMore()).isTrue();
        assertThat(limited.pairs.getFirst().getVersion().getValueBytes()).isEqualTo(1);
        assertThat(limited.values.getFirst().size()).isZero();
        assertThat(range(prefix("").setLimit(4)).end.getMore()).isFalse();
        assertThat(range(RangeRequest.newBuilder()
                                .setRange(KeyRange.newBuilder()
                                        .setFrom(bytes("d"))
                                        .setTo(bytes("b"))))
                        .keys())
                .isEmpty();
    }

    @Test
    void countOnly_bringsTheNumberAlone() {
        List.of("a", "b", "c").forEach(key -> door.set(key, key));
        Answer answer = range(prefix("").setCountOnly(true).setLimit(1));
        assertThat(answer.pairs).isEmpty();
        assertThat(answer.end.getCount()).isEqualTo(3);
        assertThat(answer.firstRevision).isEqualTo(4);
    }

    @Test
    void range_atAnEarlierRevision_seesWhatWasThere() {
        door.set("a", "1");
        door.set("b", "1");
        door.set("a", "2");
        Answer answer = range(prefix("").setView(ReadView.newBuilder().setRevision(2)));
        assertThat(answer.keys()).containsExactly("a");
        assertThat(answer.values.getFirst().toString(UTF_8)).isEqualTo("1");
        assertThat(answer.end.getRevision()).isEqualTo(2);
    }

    /// Values of every size, at every place in a chunk, come back whole.
    @Test
    void longValues_continueInTheNextChunks() {
        int[] sizes = {0, 10, 100_000, 262_144, 262_000, 261_900, 300_000, 1 << 20, 3_000_000, 5, 0, 700_000, 1};
        for (int i = 0; i < sizes.length; i++) {
            door.set("k%02d".formatted(i), pattern(sizes[i], i));
        }
        Answer answer = range(prefix("k"));
        assertThat(answer.pairs).hasSize(sizes.length);
        for (int i = 0; i < sizes.length; i++) {
            assertThat(answer.values.get(i).toByteArray()).isEqualTo(pattern(sizes[i], i));
            assertThat(answer.pairs.get(i).getVersion().getValueBytes()).isEqualTo(sizes[i]);
        }
        assertThat(answer.chunkBytesMax).isLessThanOrEqualTo(Limits.CHUNK_BYTES + 1024);
        assertThat(range(prefix("k").setInlineBytesMax(1000)).pairs)
                .filteredOn(KeyValue::getValueOmitted)
                .hasSize(8);
    }

    @Test
    void badRanges_areRefused() {
        assertThat(refused(RangeRequest.newBuilder())).isEqualTo("INVALID_ARGUMENT SELECTOR_MISSING {}");
        assertThat(refused(prefix("").setLimit(-1)))
                .isEqualTo("INVALID_ARGUMENT NUMBER_OUT_OF_RANGE {field=limit, value=-1}");
        assertThat(refused(prefix("").setView(ReadView.newBuilder().setRevision(5))))
                .isEqualTo("OUT_OF_RANGE REVISION_FUTURE {newest=1, revision=5}");
        assertThat(door.resources.answers().bytesHeld()).isZero();
    }

    /// G3, G5. The caller takes one chunk of 32 MiB and goes away; others are served meanwhile.
    @Test
    void callerThatStopsReading_holdsLittle_andNothingOnceGone() {
        for (int i = 0; i < 32; i++) {
            door.set("big/" + i, pattern(1 << 20, i));
        }
        ClientCall<RangeRequest, RangeChunk> call =
                door.channel.newCall(LongboatGrpc.getRangeMethod(), CallOptions.DEFAULT);
        CompletableFuture<RangeChunk> first = new CompletableFuture<>();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(RangeChunk chunk) {
                        first.complete(chunk);
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(prefix("big/").build());
        call.halfClose();
        assertThat(first.join().getPairsCount()).isEqualTo(1);
        // A chunk on its way to the network is counted until it is there.
        await().until(() -> door.resources.answers().bytesHeld() == Limits.STREAM_RESERVED_BYTES);
        assertThat(door.get("big/1").getValue()).hasSize(1 << 20);
        call.cancel("seen enough", null);
        await().until(() -> door.resources.answers().bytesHeld() == 0);
    }

    private String refused(RangeRequest.Builder request) {
        return reason(catchThrowableOfType(StatusRuntimeException.class, () -> range(request)));
    }

    private static RangeRequest.Builder prefix(String prefix) {
        return RangeRequest.newBuilder().setPrefix(bytes(prefix));
    }

    private Answer range(RangeRequest.Builder request) {
        return new Answer(door.stub().range(request.build()));
    }

    /// A whole answer, put together from its chunks.
    private static final class Answer {
        final List<KeyValue> pairs = new ArrayList<>();
        final List<ByteArrayOutputStream> values = new ArrayList<>();
        RangeEnd end = RangeEnd.getDefaultInstance();
        long firstRevision;
        int chunkBytesMax;

        Answer(Iterator<RangeChunk> chunks) {
            boolean first = true;
            while (chunks.hasNext()) {
                RangeChunk chunk = chunks.next();
                assertThat(chunk.getRevision() != 0).isEqualTo(first);
                if (first) {
                    firstRevision = chunk.getRevision();
                }
                first = false;
                if (!chunk.getValueContinued().isEmpty()) {
                    write(values.getLast(), chunk.getValueContinued());
                }
                for (KeyValue pair : chunk.getPairsList()) {
                    pairs.add(pair);
                    values.add(new ByteArrayOutputStream());
                    write(values.getLast(), pair.getValue());
                }
                if (chunk.hasEnd()) {
                    end = chunk.getEnd();
                    assertThat(chunks.hasNext()).isFalse();
                }
                chunkBytesMax = Math.max(chunkBytesMax, chunk.getSerializedSize());
            }
            assertThat(end.getRevision()).isEqualTo(firstRevision);
        }

        private static void write(ByteArrayOutputStream to, ByteString bytes) {
            to.writeBytes(bytes.toByteArray());
        }

        List<String> keys() {
            return pairs.stream()
                    .map(pair -> pair.getVersion().getKey().toStringUtf8())
                    .toList();
        }
    }
}
