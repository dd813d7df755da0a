package dev.longboat.bench;

import dev.longboat.engine.Key;
import dev.longboat.engine.Retention;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Our engine in our process, keeping all versions or only the newest of each key. Immutable.
final class EmbeddedLongboat implements Product {
    private final Retention retention;

    EmbeddedLongboat(Retention retention) {
        this.retention = retention;
    }

    @Override
    public String name() {
        return retention.equals(Retention.all()) ? "store" : "store-newest";
    }

    @Override
    public String settings() {
        return "dev.longboat.engine.Store with defaults: 512 MiB for caches and memtables, every put synced, "
                + (retention.equals(Retention.all()) ? "every version kept" : "only the newest version of a key kept");
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public Target start(Path directory, Workload workload) {
        long startedNanos = System.nanoTime();
        Store store = Store.open(
                directory, StoreOptions.builder().retention(retention).build());
        return new Library(new Engine(store), directory, startedNanos);
    }

    private record Engine(Store store) implements Library.Engine {
        @Override
        public @Nullable ByteBuffer get(byte[] key) {
            return store.get(Key.of(key))
                    .map(found -> ByteBuffer.wrap(found.value().toBytes()))
                    .orElse(null);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            store.put(Key.of(key), value);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
