package dev.longboat.bench;

import dev.longboat.client.Value;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/// A line to a Redis server, in its protocol RESP 2, pipelined. Used by one thread; a second one,
/// its own, takes the answers.
final class RedisLine implements Line {
    private static final int BUFFER_BYTES = 64 << 10;

    /// What the server answers. Immutable.
    private sealed interface Reply {
        record Plain(String text) implements Reply {}

        record Failed(String text) implements Reply {}

        record Bulk(Optional<Value> value) implements Reply {}

        record Many(List<Reply> replies) implements Reply {}
    }

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private final int window;
    private final ConcurrentLinkedQueue<CompletableFuture<Reply>> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean broken;

    RedisLine(int port, int window) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
        this.window = window;
        Thread.ofPlatform().daemon().name("redis-line").start(this::receive);
    }

    @Override
    public int window() {
        return window;
    }

    @Override
    public CompletableFuture<Answer> write(List<Change> changes) {
        CompletableFuture<Reply> last = new CompletableFuture<>();
        if (changes.size() == 1) {
            last = call(words(changes.getFirst()));
        } else {
            CompletableFuture<Reply> _ = call("MULTI");
            for (Change change : changes) {
                CompletableFuture<Reply> _ = call(words(change));
            }
            last = call("EXEC");
        }
        return last.handle((reply, failure) -> switch (reply) {
            case null -> new Answer.Unknown(String.valueOf(failure));
            case Reply.Failed failed -> new Answer.Refused(failed.text());
            default -> new Answer.Done(0);
        });
    }

    private static byte[][] words(Change change) {
        byte[] key = bytes(change.key());
        return change.value()
                .map(value -> new byte[][] {bytes("SET"), key, value.bytes()})
                .orElseGet(() -> new byte[][] {bytes("DEL"), key});
    }

    @Override
    public CompletableFuture<Optional<Held>> read(String key) {
        return call("GET", key).thenApply(reply -> switch (reply) {
            case Reply.Bulk bulk -> bulk.value().map(value -> new Held(value, 0));
            default -> throw new IllegalStateException("GET is answered with " + reply);
        });
    }

    @Override
    public CompletableFuture<Optional<Held>> readPast(String key, long revision) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("Redis keeps no past"));
    }

    @Override
    public Set<String> keys(String prefix) throws IOException {
        try {
            if (!(call("KEYS", prefix + "*").join() instanceof Reply.Many many)) {
                throw new IOException("KEYS is refused");
            }
            return many.replies().stream()
                    .map(reply -> ((Reply.Bulk) reply).value().orElseThrow().text())
                    .collect(Collectors.toSet());
        } catch (CompletionException e) {
            throw new IOException(e);
        }
    }

    @Override
    public long revision() {
        return 0;
    }

    private CompletableFuture<Reply> call(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = bytes(words[i]);
        }
        return call(bytes);
    }

    /// What cannot be sent has no answer either: nobody knows how much of it arrived.
    private CompletableFuture<Reply> call(byte[][] words) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        waiting.add(reply);
        try {
            out.write(bytes("*" + words.length + "\r\n"));
            for (byte[] word : words) {
                out.write(bytes("$" + word.length + "\r\n"));
                out.write(word);
                out.write(bytes("\r\n"));
            }
            out.flush();
        } catch (IOException _) {
            broken = true;
        }
        if (broken) {
            reply.completeExceptionally(new EOFException("the connection is gone"));
        }
        return reply;
    }

    private void receive() {
        try {
            while (true) {
                Reply reply = reply();
                waiting.remove().complete(reply);
            }
        } catch (IOException e) {
            broken = true;
            waiting.forEach(reply -> reply.completeExceptionally(e));
        }
    }

    private Reply reply() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> new Reply.Plain(rest);
            case '-' -> new Reply.Failed(rest);
            case '$' -> new Reply.Bulk(bulk(Integer.parseInt(rest)));
            case '*' -> many(Integer.parseInt(rest));
            default -> throw new IOException("not RESP: " + line);
        };
    }

    private Reply many(int count) throws IOException {
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(reply());
        }
        return new Reply.Many(replies);
    }

    private Optional<Value> bulk(int length) throws IOException {
        if (length < 0) {
            return Optional.empty();
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        in.skipNBytes(2);
        return Optional.of(Value.wrap(bytes));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // It was gone already.
        }
    }
}
