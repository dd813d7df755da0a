package dev.longboat.bench;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.LinuxDisk;
import dev.longboat.disk.WriteMode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/// The ceiling of everything durable: direct synced writes of a pair's bytes, padded to blocks,
/// over a file that was written before, and direct reads from it. Immutable.
final class BareDisk implements Product {
    private static final int HEAD_BYTES = 128;
    private static final long FILE_BYTES = 256L << 20;

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public String settings() {
        return "O_DIRECT | O_DSYNC writes of the padded pair over " + Bytes.text(FILE_BYTES)
                + " written before, O_DIRECT reads from them; keeps no keys";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public Loading loading() {
        return Loading.NONE;
    }

    @Override
    public Target start(Path directory, Workload workload) throws IOException {
        Files.createDirectories(directory);
        int bytes = (int) AlignedBuffers.roundUp(HEAD_BYTES + workload.keyBytes() + workload.valueBytes());
        return new Running(directory, bytes, Math.max(4, FILE_BYTES / bytes));
    }

    private static final class Running implements Target {
        private final Arena arena = Arena.ofShared();
        private final Path directory;
        private final int slotBytes;
        private final long slots;
        private final DiskFile file;
        private final AtomicLong next = new AtomicLong();
        private boolean closed;

        Running(Path directory, int slotBytes, long slots) throws IOException {
            this.directory = directory;
            this.slotBytes = slotBytes;
            this.slots = slots;
            this.file = LinuxDisk.at(directory).create("bare", WriteMode.DURABLE);
            ByteBuffer zeros = AlignedBuffers.allocate(arena, slotBytes);
            for (long slot = 0; slot < slots; slot++) {
                file.writeFully(zeros.clear(), slot * slotBytes);
            }
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
            return Duration.ZERO;
        }

        @Override
        public Connection connect(String door, int inFlight) {
            ByteBuffer buffer = AlignedBuffers.allocate(arena, slotBytes);
            return new Connection() {
                @Override
                public CompletableFuture<?> read(Pair pair) throws IOException {
                    file.readFully(buffer.clear(), pair.number() % slots * slotBytes);
                    return DONE;
                }

                @Override
                public CompletableFuture<?> write(Pair pair) throws IOException {
                    buffer.clear().put(pair.key()).put(pair.value()).clear();
                    file.writeFully(buffer, next.getAndIncrement() % slots * slotBytes);
                    return DONE;
                }

                @Override
                public void close() {
                    // The buffer goes with the arena.
                }
            };
        }

        @Override
        public void stop() throws IOException {
            close();
        }

        @Override
        public void kill() {
            throw new UnsupportedOperationException("the disk is not killed");
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                file.close();
                arena.close();
            }
        }
    }
}
