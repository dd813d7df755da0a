package dev.longboat.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.jspecify.annotations.Nullable;

/// H2's MVStore in our process, with the group commit that it lacks. Immutable.
final class MvStore implements Product {
    private static final int CACHE_MIB = 384;

    @Override
    public String name() {
        return "mvstore";
    }

    @Override
    public String settings() {
        return "H2 MVStore, cache of " + CACHE_MIB + " MiB, commit and sync for every group of puts, group commit"
                + " supplied by us";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public Target start(Path directory, Workload workload) throws IOException {
        long startedNanos = System.nanoTime();
        Files.createDirectories(directory);
        return new Library(new Engine(directory.resolve("pairs.mv")), directory, startedNanos);
    }

    private static final class Engine implements Library.Engine {
        private final MVStore store;
        private final MVMap<byte[], byte[]> pairs;
        private final GroupCommit group = new GroupCommit(this::commit);

        Engine(Path file) {
            store = new MVStore.Builder()
                    .fileName(file.toString())
                    .cacheSize(CACHE_MIB)
                    .autoCommitDisabled()
                    .open();
            pairs = store.openMap(
                    "pairs",
                    new MVMap.Builder<byte[], byte[]>()
                            .keyType(ByteArrayDataType.INSTANCE)
                            .valueType(ByteArrayDataType.INSTANCE));
        }

        @Override
        public @Nullable ByteBuffer get(byte[] key) {
            byte[] value = pairs.get(key);
            return value == null ? null : ByteBuffer.wrap(value);
        }

        @Override
        public void put(byte[] key, byte[] value) throws Exception {
            group.put(key, value);
        }

        private void commit(List<GroupCommit.Write> writes) {
            for (GroupCommit.Write write : writes) {
                pairs.put(write.key(), write.value());
            }
            store.commit();
            store.sync();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
