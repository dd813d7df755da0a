package dev.longboat.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/// Redis with a synced append-only file, as Debian packages it. Immutable.
final class Redis implements Product {
    static final String PROGRAM = "redis-server";
    private static final int TIMEOUT_MILLIS = 60_000;

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public String settings() {
        return Programs.version(PROGRAM, "--version")
                + ", appendonly yes, appendfsync always, save \"\", auto-aof-rewrite-percentage 0; Jedis, one connection"
                + " for each client";
    }

    @Override
    public Optional<String> missing() {
        return Programs.missing(PROGRAM, "redis-server");
    }

    @Override
    public Target start(Path directory, Workload workload) throws IOException {
        int port = Ports.free();
        return ChildServer.start(
                command(port, directory),
                directory,
                port,
                (_, _) -> new Calls(new Jedis("127.0.0.1", port, TIMEOUT_MILLIS)),
                workload.dataset().toRead(0));
    }

    /// Starts a Redis that syncs its log before every answer, and neither saves nor rewrites it.
    static List<String> command(int port, Path directory) {
        return List.of(
                PROGRAM,
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                directory.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                "",
                "--auto-aof-rewrite-percentage",
                "0");
    }

    private record Calls(Jedis jedis) implements BlockingCalls {
        @Override
        public @Nullable ByteBuffer get(byte[] key) {
            byte[] value = jedis.get(key);
            return value == null ? null : ByteBuffer.wrap(value);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            jedis.set(key, value);
        }

        @Override
        public void close() {
            jedis.close();
        }
    }
}
