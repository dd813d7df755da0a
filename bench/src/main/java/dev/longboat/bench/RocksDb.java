package dev.longboat.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/// RocksDB in our process, with values in its tables or in blob files. Immutable.
final class RocksDb implements Product {
    private static final long CACHE_BYTES = 384L << 20;
    private static final int BLOOM_BITS = 10;
    private static final int BLOB_BYTES_MIN = 256;

    private final boolean blobs;

    /// @param blobs whether values lie apart from keys
    RocksDb(boolean blobs) {
        this.blobs = blobs;
    }

    @Override
    public String name() {
        return blobs ? "rocksdb-blob" : "rocksdb";
    }

    @Override
    public String settings() {
        return "RocksDB " + RocksDB.rocksdbVersion()
                + " (JNI), every put synced (its own group commit), Bloom filter of "
                + BLOOM_BITS + " bits, block cache of " + Bytes.text(CACHE_BYTES)
                + (blobs ? ", blob files from " + BLOB_BYTES_MIN + " bytes on" : "") + ", otherwise defaults";
    }

    @Override
    public Optional<String> missing() {
        try {
            RocksDB.loadLibrary();
            return Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            return Optional.of("its native library does not load: " + e.getMessage());
        }
    }

    @Override
    public Target start(Path directory, Workload workload) throws IOException {
        long startedNanos = System.nanoTime();
        Files.createDirectories(directory);
        try {
            return new Library(new Engine(directory, blobs), directory, startedNanos);
        } catch (RocksDBException e) {
            throw new IOException("RocksDB does not open: " + e.getMessage(), e);
        }
    }

    private static final class Engine implements Library.Engine {
        private final LRUCache cache = new LRUCache(CACHE_BYTES);
        private final BloomFilter filter = new BloomFilter(BLOOM_BITS);
        private final Options options;
        private final WriteOptions synced = new WriteOptions().setSync(true);
        private final RocksDB db;

        Engine(Path directory, boolean blobs) throws RocksDBException {
            options = new Options()
                    .setCreateIfMissing(true)
                    .setEnableBlobFiles(blobs)
                    .setMinBlobSize(BLOB_BYTES_MIN)
                    .setTableFormatConfig(
                            new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
            db = RocksDB.open(options, directory.toString());
        }

        @Override
        public @Nullable ByteBuffer get(byte[] key) throws RocksDBException {
            byte[] value = db.get(key);
            return value == null ? null : ByteBuffer.wrap(value);
        }

        @Override
        public void put(byte[] key, byte[] value) throws RocksDBException {
            db.put(synced, key, value);
        }

        @Override
        public void close() {
            db.close();
            synced.close();
            options.close();
            filter.close();
            cache.close();
        }
    }
}
