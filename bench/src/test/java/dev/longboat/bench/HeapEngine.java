package dev.longboat.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A store that forgets everything when it ends. Safe for concurrent use.
class HeapEngine implements Library.Engine {
    private final ConcurrentHashMap<ByteBuffer, byte[]> pairs = new ConcurrentHashMap<>();

    @Override
    public @Nullable ByteBuffer get(byte[] key) throws Exception {
        byte[] value = pairs.get(ByteBuffer.wrap(key));
        return value == null ? null : ByteBuffer.wrap(value);
    }

    @Override
    public void put(byte[] key, byte[] value) throws Exception {
        pairs.put(ByteBuffer.wrap(key), value);
    }

    int size() {
        return pairs.size();
    }

    @Override
    public void close() {}
}
