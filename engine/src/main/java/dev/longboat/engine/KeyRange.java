package dev.longboat.engine;

import java.util.Arrays;
import java.util.Optional;

/// The keys from `from` (inclusive) to `to` (exclusive), in unsigned byte order. A range whose `to`
/// is not above its `from` holds no key. Immutable.
public final class KeyRange {
    private static final byte[] LEAST = {};

    private final byte[] from;
    private final Optional<byte[]> to;

    private KeyRange(byte[] from, Optional<byte[]> to) {
        this.from = from;
        this.to = to;
    }

    /// Every key.
    public static KeyRange all() {
        return new KeyRange(LEAST, Optional.empty());
    }

    /// One key.
    public static KeyRange only(Key key) {
        return new KeyRange(key.array(), Optional.of(successor(key.array())));
    }

    /// The keys that begin with these bytes; every key when there are none.
    public static KeyRange prefix(byte[] prefix) {
        return new KeyRange(prefix.clone(), endOfPrefix(prefix));
    }

    /// The keys at or after `from` and before `to`. An empty `from` is the first key.
    public static KeyRange between(byte[] from, byte[] to) {
        return new KeyRange(from.clone(), Optional.of(to.clone()));
    }

    /// The keys at or after `from`; every key when it is empty.
    public static KeyRange from(byte[] from) {
        return new KeyRange(from.clone(), Optional.empty());
    }

    /// What of the range lies behind one of its keys.
    public KeyRange after(Key key) {
        return new KeyRange(successor(key.array()), to);
    }

    /// What of the range is not before these bytes.
    public KeyRange startingAt(byte[] first) {
        return Arrays.compareUnsigned(first, from) <= 0 ? this : new KeyRange(first.clone(), to);
    }

    /// Where the range begins; no bytes: with the first key.
    public byte[] first() {
        return from.clone();
    }

    /// Whether the range holds this key.
    public boolean contains(Key key) {
        return Arrays.compareUnsigned(key.array(), from) >= 0
                && to.map(end -> Arrays.compareUnsigned(key.array(), end) < 0).orElse(true);
    }

    /// Whether some key lies in both ranges.
    public boolean overlaps(KeyRange other) {
        return endsAfter(other.from) && other.endsAfter(from) && !isEmpty() && !other.isEmpty();
    }

    /// Whether no key can lie in the range.
    public boolean isEmpty() {
        return !endsAfter(from);
    }

    /// The one key of the range, when it can hold only one.
    Optional<Key> single() {
        return to.isPresent() && from.length > 0 && Arrays.equals(successor(from), to.get())
                ? Optional.of(Key.owning(from))
                : Optional.empty();
    }

    byte[] fromArray() {
        return from;
    }

    Optional<byte[]> toArray() {
        return to;
    }

    private boolean endsAfter(byte[] bytes) {
        return to.map(end -> Arrays.compareUnsigned(end, bytes) > 0).orElse(true);
    }

    private static byte[] successor(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    private static Optional<byte[]> endOfPrefix(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xff) {
            length--;
        }
        if (length == 0) {
            return Optional.empty();
        }
        byte[] end = Arrays.copyOf(prefix, length);
        end[length - 1]++;
        return Optional.of(end);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyRange that
                && Arrays.equals(from, that.from)
                && to.isPresent() == that.to.isPresent()
                && to.map(end -> Arrays.equals(end, that.to.get())).orElse(true);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(from) + to.map(Arrays::hashCode).orElse(0);
    }

    @Override
    public String toString() {
        return "[" + new String(from, java.nio.charset.StandardCharsets.UTF_8) + ", "
                + to.map(end -> new String(end, java.nio.charset.StandardCharsets.UTF_8))
                        .orElse("") + ")";
    }
}
