package dev.longboat.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A store inside our own process. All clients share it. Safe for concurrent use, as the store is.
final class Library implements Target {
    /// What a library does for its clients.
    interface Engine extends Closeable {
        /// The value of a key; null when there is none.
        @Nullable
        ByteBuffer get(byte[] key) throws Exception;

        /// Stores a pair; durable when it returns.
        void put(byte[] key, byte[] value) throws Exception;

        @Override
        void close() throws IOException;
    }

    private final Engine engine;
    private final Path directory;
    private final Duration startup;
    private boolean closed;

    /// @param engine owned: closed with this
    /// @param startedNanos when it began to be opened
    Library(Engine engine, Path directory, long startedNanos) {
        this.engine = engine;
        this.directory = directory;
        this.startup = Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public Duration startup() {
        return startup;
    }

    @Override
    public Connection connect(String door, int inFlight) {
        return new Calls(engine);
    }

    @Override
    public void stop() throws IOException {
        close();
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException("a library ends with its process");
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            engine.close();
        }
    }

    private record Calls(Engine engine) implements BlockingCalls {
        @Override
        public @Nullable ByteBuffer get(byte[] key) throws Exception {
            return engine.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) throws Exception {
            engine.put(key, value);
        }

        @Override
        public void close() {
            // The library stays for the others.
        }
    }
}
