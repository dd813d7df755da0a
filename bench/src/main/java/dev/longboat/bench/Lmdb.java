package dev.longboat.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/// LMDB in our process, with the group commit that it lacks. Immutable.
final class Lmdb implements Product {
    private static final long MAP_BYTES = 64L << 30;

    @Override
    public String name() {
        return "lmdb";
    }

    @Override
    public String settings() {
        return "LMDB (lmdbjava), every transaction synced, map of " + Bytes.text(MAP_BYTES)
                + ", group commit supplied by us: writers that wait together share a transaction";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public Target start(Path directory, Workload workload) throws IOException {
        long startedNanos = System.nanoTime();
        Files.createDirectories(directory);
        return new Library(new Engine(directory), directory, startedNanos);
    }

    private static final class Engine implements Library.Engine {
        private final Env<byte[]> env;
        private final Dbi<byte[]> pairs;
        private final GroupCommit group = new GroupCommit(this::commit);

        Engine(Path directory) {
            env = Env.create(ByteArrayProxy.PROXY_BA)
                    .setMapSize(MAP_BYTES)
                    .setMaxDbs(1)
                    .setMaxReaders(256)
                    .open(directory.toFile());
            pairs = env.openDbi("pairs", DbiFlags.MDB_CREATE);
        }

        @Override
        public @Nullable ByteBuffer get(byte[] key) {
            try (Txn<byte[]> view = env.txnRead()) {
                byte[] value = pairs.get(view, key);
                return value == null ? null : ByteBuffer.wrap(value);
            }
        }

        @Override
        public void put(byte[] key, byte[] value) throws Exception {
            group.put(key, value);
        }

        private void commit(List<GroupCommit.Write> writes) {
            try (Txn<byte[]> transaction = env.txnWrite()) {
                for (GroupCommit.Write write : writes) {
                    pairs.put(transaction, write.key(), write.value());
                }
                transaction.commit();
            }
        }

        @Override
        public void close() {
            env.close();
        }
    }
}
