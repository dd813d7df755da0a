package dev.longboat.classic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longboat.engine.Key;
import dev.longboat.testkit.Seeds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Goal: the text protocol keeps what it promises of connections (N1, N2, N3): large commands, many
/// at once, garbage, silence, the end of the server. Method: sockets; what is random is seeded.
final class TextDoorTest {
    private static final int PATIENCE_MS = 30_000;

    /// N1: commands are never cut at a segment's or a buffer's border.
    @Test
    void longCommand_isOneCommand_withAndWithoutNewline() throws IOException {
        String value = "0123456789".repeat(6_000);
        String more = value.repeat(50);
        try (ClassicServer server = new ClassicServer();
                Socket socket = open(server)) {
            assertThat(ask(socket, "POST large " + value, 2)).isEqualTo("OK");
            assertThat(ask(socket, "GET large", value.length())).isEqualTo(value);
            assertThat(ask(socket, "GET none\nPUT large " + more + "\nGET large\n", more.length() + 9))
                    .isEqualTo("NULL\nOK\n" + more + "\n");
        }
    }

    @Test
    void commandBeyondTheLimit_isRefused_andTheConnectionGoesOn() throws IOException {
        try (ClassicServer server = new ClassicServer();
                Socket socket = open(server)) {
            String expected = "NULL\nERROR VALUE_TOO_LARGE a command has at most " + TextDoor.COMMAND_BYTES_MAX
                    + " bytes here\nNULL\n";
            assertThat(ask(socket, "GET k\nPOST k " + "y".repeat(20 << 20) + "\nGET k\n", expected.length()))
                    .isEqualTo(expected);
            assertThat(server.resources.writes().bytesHeld()).isLessThan(1 << 20);
        }
    }

    @Test
    void commandWithoutRoomInTheBudget_isRefused_andTheConnectionGoesOn() throws IOException {
        try (ClassicServer server = new ClassicServer(0, 256 << 10);
                Socket socket = open(server)) {
            String expected = "NULL\nERROR OVERLOADED the server is at its limit of 262144 bytes of writes, try again"
                    + "\nNULL\n";
            assertThat(ask(socket, "GET k\nPOST k " + "z".repeat(1 << 20) + "\nGET k\n", expected.length()))
                    .isEqualTo(expected);
        }
    }

    /// N2.
    @Test
    void tenThousandPipelinedCommands_areAnsweredInOrder() throws IOException {
        try (ClassicServer server = new ClassicServer();
                Socket socket = open(server)) {
            StringBuilder commands = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            Map<String, String> model = new TreeMap<>();
            Random random = new Random(1);
            for (int i = 0; i < 10_000; i++) {
                step(random, "k" + random.nextInt(20), "v" + i, model, commands, expected);
            }
            assertThat(ask(socket, commands.toString(), expected.length())).isEqualTo(expected.toString());
        }
    }

    private static void step(
            Random random,
            String key,
            String value,
            Map<String, String> model,
            StringBuilder commands,
            StringBuilder expected) {
        boolean exists = model.containsKey(key);
        switch (random.nextInt(4)) {
            case 0 -> {
                commands.append("POST " + key + " " + value + "\n");
                expected.append(exists ? "ALREADY_EXISTS\n" : "OK\n");
                model.putIfAbsent(key, value);
            }
            case 1 -> {
                commands.append("PUT " + key + " " + value + "\n");
                expected.append(exists ? "OK\n" : "NOT_FOUND\n");
                model.computeIfPresent(key, (_, _) -> value);
            }
            case 2 -> {
                commands.append("DELETE " + key + "\n");
                expected.append(exists ? "OK\n" : "NOT_FOUND\n");
                model.remove(key);
            }
            default -> {
                commands.append("GET " + key + "\n");
                expected.append(model.getOrDefault(key, "NULL") + "\n");
            }
        }
    }

    /// N1, N3: whatever is sent, the door stays up, and holds nothing for who has gone.
    @Test
    void garbage_neverHurtsTheOthers() {
        try (ClassicServer server = new ClassicServer()) {
            server.store.put(Key.of("k"), "still here".getBytes(UTF_8));
            Seeds.of(TextDoorTest.class).run(60, seed -> {
                try (Socket socket = open(server)) {
                    spoil(socket, new Random(seed));
                }
                try (Socket socket = open(server)) {
                    assertThat(ask(socket, "GET k", 10)).isEqualTo("still here");
                }
            });
            await().untilAsserted(() -> assertThat(server.text.connections()).isZero());
            await().untilAsserted(() ->
                    assertThat(server.resources.writes().bytesHeld()).isZero());
            await().untilAsserted(() ->
                    assertThat(server.resources.answers().bytesHeld()).isZero());
        }
    }

    /// Words of the protocol, white space and chance, in pieces; then the connection breaks, or its
    /// answers are never read.
    private static void spoil(Socket socket, Random random) throws IOException {
        String[] words = {"POST", "put", "GET", "DELETE", "DUMP", " ", "\n", "\r\n", "\t", "\0", "x", "key", "é"};
        try {
            for (int i = 0; i < 1 + random.nextInt(60); i++) {
                byte[] piece = words[random.nextInt(words.length)].getBytes(UTF_8);
                if (random.nextInt(6) == 0) {
                    piece = new byte[random.nextInt(5_000)];
                    random.nextBytes(piece);
                }
                socket.getOutputStream().write(piece);
            }
            if (random.nextBoolean()) {
                socket.setSoLinger(true, 0); // a reset rather than an end
            }
        } catch (SocketException _) {
            // The server may close first.
        }
    }

    /// N3.
    @Test
    void silentConnection_isClosedAfterTheIdleTime() throws IOException {
        try (ClassicServer server = new ClassicServer(1, 64 << 20);
                Socket socket = open(server)) {
            assertThat(ask(socket, "POST k v", 2)).isEqualTo("OK");
            assertThat(ask(socket, "DUMP", 10)).isEqualTo("{\"k\": \"v\"}");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    /// N3.
    @Test
    void stop_answersWhatWasAsked_tellsEveryClient_andCloses() throws IOException {
        try (ClassicServer server = new ClassicServer();
                Socket lines = open(server);
                Socket plain = open(server)) {
            assertThat(ask(lines, "POST k v\n", 3)).isEqualTo("OK\n");
            assertThat(ask(plain, "GET k", 1)).isEqualTo("v");
            server.text.stop();
            assertThat(new String(lines.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("ERROR SERVER_STOPPING the server is stopping\n");
            assertThat(new String(plain.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("ERROR SERVER_STOPPING the server is stopping");
            await().untilAsserted(() -> assertThat(server.text.connections()).isZero());
        }
    }

    @Test
    void dumpOfManyPieces_isWhole_andGivesBackWhatItHeld() throws IOException {
        try (ClassicServer server = new ClassicServer();
                Socket socket = open(server)) {
            StringBuilder expected = new StringBuilder("{");
            String value = "w".repeat(3_000_000);
            server.store.put(Key.of("a"), value.getBytes(UTF_8));
            expected.append("\"a\": \"" + value + "\"");
            for (int i = 0; i < 3_000; i++) {
                server.store.put(Key.of("key%04d".formatted(i)), "é".getBytes(UTF_8));
                expected.append(", \"key%04d\": \"\\u00e9\"".formatted(i));
            }
            expected.append("}");
            assertThat(ask(socket, "DUMP", expected.length())).isEqualTo(expected.toString());
            await().untilAsserted(() ->
                    assertThat(server.resources.answers().bytesHeld()).isZero());
        }
    }

    private static Socket open(ClassicServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.textPort());
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    /// Sends, and answers what came when that is so many bytes.
    private static String ask(Socket socket, String command, int bytes) throws IOException {
        Thread sender = new Thread(() -> {
            try {
                socket.getOutputStream().write(command.getBytes(UTF_8));
            } catch (IOException _) {
                // What does not come back shows below.
            }
        });
        sender.start();
        return new String(socket.getInputStream().readNBytes(bytes), UTF_8);
    }
}
