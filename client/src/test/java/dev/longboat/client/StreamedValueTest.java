package dev.longboat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Goal: values of any length pass whole, in bounded memory (K4), and a broken upload is certain
/// until its end was sent. Method: sources and sinks that fail, and a server that breaks to order.
final class StreamedValueTest {
    private static final int MIB = 1 << 20;

    private final MemoryServer server = MemoryServer.start();
    private final LongboatClient client = LongboatClient.connect(server.endpoint(), Faults.quick());
    private final Key key = Key.of("film");

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(11).nextBytes(noise);
        return noise;
    }

    @Test
    void value_goesAndComesWithItsProgress() throws IOException {
        byte[] film = noise(3 * MIB + 5);
        List<Long> up = new ArrayList<>();
        KeyVersion written =
                client.setStream(key, new ByteArrayInputStream(film), film.length, (done, _) -> up.add(done));
        assertThat(written.valueBytes()).isEqualTo(film.length);
        assertThat(up).hasSize(13).isSorted().endsWith((long) film.length);

        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        List<Long> down = new ArrayList<>();
        KeyVersion read = client.getStream(key, View.NEWEST, sink, (done, _) -> down.add(done))
                .orElseThrow();
        assertThat(sink.toByteArray()).isEqualTo(film);
        assertThat(read).isEqualTo(written);
        assertThat(down).isSorted().endsWith((long) film.length);
    }

    @Test
    void emptySource_isAnEmptyValue() throws IOException {
        client.setStream(key, InputStream.nullInputStream(), -1, Progress.SILENT);
        assertThat(client.get(key).orElseThrow().value()).isEqualTo(Value.EMPTY);
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        assertThat(client.getStream(key, View.NEWEST, sink, Progress.SILENT)).isPresent();
        assertThat(sink.size()).isZero();
    }

    @Test
    void absentKey_writesNothing() throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        assertThat(client.getStream(key, View.NEWEST, sink, Progress.SILENT)).isEmpty();
        assertThat(sink.size()).isZero();
    }

    @Test
    void sourceThatFails_leavesNoTrace() {
        InputStream failing = new SequenceInputStream(
                new ByteArrayInputStream(new byte[2 * MIB]), new FilterInputStream(InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        throw new IOException("the tape tore");
                    }
                });
        assertThatThrownBy(() -> client.setStream(key, failing, -1, Progress.SILENT))
                .isInstanceOf(IOException.class)
                .hasMessage("the tape tore");
        assertThat(client.get(key)).isEmpty();
    }

    @Test
    void sourceShorterThanAnnounced_isNotStored() {
        assertThatThrownBy(() -> client.setStream(key, new ByteArrayInputStream(new byte[10]), 11, Progress.SILENT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("10 bytes of 11");
        assertThat(client.get(key)).isEmpty();
    }

    @Test
    void refusedUpload_failsWithTheServersReason() {
        server.order(new Fault.Refuse(Faults.diskFull()));
        assertThatThrownBy(() -> client.setStream(key, new ByteArrayInputStream(noise(8 * MIB)), -1, Progress.SILENT))
                .isInstanceOfSatisfying(
                        LongboatException.ResourceExhausted.class,
                        full -> assertThat(full.reason()).isEqualTo("DISK_FULL"));
    }

    /// K2: only once its end was sent can an upload have been stored.
    @Test
    void uploadWhoseAnswerIsLost_isUnknown() {
        server.order(new Fault.LoseAnswer(Faults.lost()));
        assertThatThrownBy(() -> client.setStream(key, new ByteArrayInputStream(new byte[10]), 10, Progress.SILENT))
                .isInstanceOf(LongboatException.OutcomeUnknown.class);
        server.order(new Fault.LoseAnswer(Faults.lost()));
        assertThatThrownBy(() -> client.set(key, Value.wrap(new byte[2 * MIB])))
                .isInstanceOf(LongboatException.OutcomeUnknown.class);
    }

    @Test
    void uploadThatHangs_endsAtTheIdleDeadline() {
        server.order(new Fault.Hang());
        ClientOptions hasty = Faults.quick().idleDeadline(Duration.ofMillis(200));
        try (LongboatClient impatient = LongboatClient.connect(server.endpoint(), hasty)) {
            assertThatThrownBy(() ->
                            impatient.setStream(key, new ByteArrayInputStream(noise(8 * MIB)), -1, Progress.SILENT))
                    .isInstanceOf(LongboatException.DeadlineExceeded.class);
        }
    }

    @Test
    void brokenDownload_goesOnWhereItWas() throws IOException {
        byte[] film = noise(2 * MIB);
        client.set(key, Value.wrap(film));
        for (int parts = 0; parts <= 9; parts++) {
            server.order(new Fault.BreakAfter(parts, Faults.lost()));
            ByteArrayOutputStream sink = new ByteArrayOutputStream();
            assertThat(client.getStream(key, View.NEWEST, sink, Progress.SILENT))
                    .isPresent();
            assertThat(sink.toByteArray()).as("broken after %d parts", parts).isEqualTo(film);
        }
    }

    @Test
    void sinkThatFails_endsTheDownload() {
        client.set(key, Value.wrap(noise(2 * MIB)));
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left on device");
            }
        };
        assertThatThrownBy(() -> client.getStream(key, View.NEWEST, full, Progress.SILENT))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left on device");
    }

    /// K4: while the sink has taken one chunk, the server has sent no more than a window ahead.
    @Test
    void slowSink_holdsTheServerBack() throws IOException {
        int chunks = 64;
        client.set(key, Value.wrap(noise(chunks * MIB / 4)));
        ClientOptions narrow = Faults.quick().windowBytes(64 * 1024);
        List<Integer> ahead = new ArrayList<>();
        try (LongboatClient slow = LongboatClient.connect(server.endpoint(), narrow)) {
            int before = server.door().chunksSent.get();
            slow.getStream(key, View.NEWEST, OutputStream.nullOutputStream(), (done, _) -> {
                if (ahead.isEmpty()) {
                    slow.stat();
                }
                ahead.add(server.door().chunksSent.get() - before - (int) (done * 4 / MIB));
            });
        }
        assertThat(ahead).hasSize(chunks).allMatch(lead -> lead <= 8);
    }
}
