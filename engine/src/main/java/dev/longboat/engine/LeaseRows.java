package dev.longboat.engine;

import dev.longboat.table.RowCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows that the store keeps of leases, in its own keyspace. Only the newest of each says
/// anything; nobody looks at older ones.
///
/// ```
/// a lease        key      keyspace 0 · 'l' · id u64, big-endian
///                payload  a put's, its `lease` the time to live in milliseconds, its value empty;
///                         a delete's when the lease has ended
/// a leased key   key      keyspace 0 · 'k' · id u64, big-endian · the user's key
///                payload  a delete's
/// ```
///
/// A lease holds a key when the key's newest version says so. The row of a leased key only tells
/// where to look: there is one for each key that a lease holds, and there may be others.
/// Immutable; holds no state.
final class LeaseRows {
    private static final byte LEASE = 'l';
    private static final byte LEASED_KEY = 'k';
    private static final int ID_OFFSET = 2;
    private static final int KEY_OFFSET = ID_OFFSET + Long.BYTES;

    private LeaseRows() {}

    /// Where the leases begin.
    static byte[] first() {
        return new byte[] {StoredKeys.SYSTEM, LEASE};
    }

    static byte[] ofLease(long id) {
        return head(LEASE, id, 0).array();
    }

    static byte[] ofLeasedKey(long id, byte[] key) {
        return head(LEASED_KEY, id, key.length).put(key).array();
    }

    static boolean isLease(byte[] storedKey) {
        return isOf(storedKey, LEASE) && storedKey.length == KEY_OFFSET;
    }

    static boolean isLeasedKey(byte[] storedKey) {
        return isOf(storedKey, LEASED_KEY) && storedKey.length > KEY_OFFSET;
    }

    /// The id in either row.
    static long lease(byte[] storedKey) {
        return ByteBuffer.wrap(storedKey).getLong(ID_OFFSET);
    }

    /// The key in the row of a leased key.
    static Key key(byte[] storedKey) {
        return Key.owning(Arrays.copyOfRange(storedKey, KEY_OFFSET, storedKey.length));
    }

    private static boolean isOf(byte[] storedKey, byte kind) {
        return storedKey.length >= KEY_OFFSET && storedKey[0] == StoredKeys.SYSTEM && storedKey[1] == kind;
    }

    private static ByteBuffer head(byte kind, long id, int keyBytes) {
        return ByteBuffer.allocate(KEY_OFFSET + keyBytes)
                .put(StoredKeys.SYSTEM)
                .put(kind)
                .putLong(id);
    }

    /// Knows the newest versions of keys.
    @FunctionalInterface
    interface Holding {
        /// Whether the lease holds a key.
        boolean holds(Key key) throws IOException;
    }

    /// The keys that a lease may hold, in order, each once. Confined to one thread.
    static final class Keys implements AutoCloseable {
        private final RowCursor rows;
        private final long began;
        private final byte[] end;
        private byte @Nullable [] last;

        /// @param rows owned
        /// @param began rows of later revisions are passed over
        /// @param after only keys behind this one; no bytes: all
        Keys(RowCursor rows, long began, long lease, byte[] after) throws IOException {
            this.rows = rows;
            this.began = began;
            this.end = ofLease(lease + 1);
            this.end[1] = LEASED_KEY;
            byte[] from = ofLeasedKey(lease, after);
            rows.seek(after.length == 0 ? from : Arrays.copyOf(from, from.length + 1), Long.MAX_VALUE);
        }

        /// The next keys that the lease does hold; at least one, if there is any.
        ///
        /// @param holding says whether it holds a key
        /// @param keysMax the most
        /// @param bytesMax the most bytes that their deletes take together
        HeldKeys held(Holding holding, int keysMax, long bytesMax) throws IOException {
            List<Key> held = new ArrayList<>();
            long bytes = 0;
            for (Optional<Key> next = next(); next.isPresent(); next = next()) {
                Key key = next.get();
                if (holding.holds(key)) {
                    bytes += EntryCodec.deleteBytesMax(key);
                    if (held.size() == keysMax || (bytes > bytesMax && !held.isEmpty())) {
                        return new HeldKeys(held, true);
                    }
                    held.add(key);
                }
            }
            return new HeldKeys(held, false);
        }

        private Optional<Key> next() throws IOException {
            while (rows.valid() && Arrays.compareUnsigned(rows.key(), end) < 0) {
                boolean isNew = rows.revision() <= began && !Arrays.equals(rows.key(), last);
                if (isNew) {
                    last = rows.key().clone();
                }
                rows.next();
                if (isNew && last != null) {
                    return Optional.of(key(last));
                }
            }
            return Optional.empty();
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
