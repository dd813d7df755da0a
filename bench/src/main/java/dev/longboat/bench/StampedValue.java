package dev.longboat.bench;

import dev.longboat.client.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/// A value that says of which key and which write it is, followed by bytes that only that write has
/// (B2). Immutable.
///
/// `key '\n' number '\n'` and then random bytes drawn from both, so that a reader without any
/// memory can tell a whole value from a torn, mixed or foreign one.
final class StampedValue {
    private static final int STAMP_BYTES_MAX = 128;

    private StampedValue() {}

    /// The value that write `number` gives to `key`.
    static Value of(String key, long number, int bytesMax) {
        byte[] stamp = stamp(key, number);
        SplittableRandom random = random(key, number);
        byte[] filling = new byte[random.nextInt(Math.max(1, bytesMax - stamp.length))];
        random.nextBytes(filling);
        byte[] value = Arrays.copyOf(stamp, stamp.length + filling.length);
        System.arraycopy(filling, 0, value, stamp.length, filling.length);
        return Value.wrap(value);
    }

    /// The value of `length` bytes that write `number` gives to `key`. One that is shorter than a
    /// stamp has none: it can only be compared.
    static Value ofLength(String key, long number, int length) {
        byte[] stamp = stamp(key, number);
        byte[] value = new byte[length];
        random(key, number).nextBytes(value);
        if (stamp.length <= length) {
            System.arraycopy(stamp, 0, value, 0, stamp.length);
        }
        return Value.wrap(value);
    }

    /// The number of the write that made `value`, when it is a whole value of `key`.
    static OptionalLong number(String key, Value value, int bytesMax) {
        byte[] bytes = value.bytes();
        String start = new String(bytes, 0, Math.min(bytes.length, STAMP_BYTES_MAX), StandardCharsets.UTF_8);
        String[] stamp = start.split("\n", 3);
        if (stamp.length < 3 || !stamp[0].equals(key) || !stamp[1].matches("\\d{1,18}")) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(stamp[1]);
        return value.equals(of(key, number, bytesMax)) ? OptionalLong.of(number) : OptionalLong.empty();
    }

    private static byte[] stamp(String key, long number) {
        return (key + '\n' + number + '\n').getBytes(StandardCharsets.UTF_8);
    }

    private static SplittableRandom random(String key, long number) {
        return new SplittableRandom(key.hashCode() * 31L + number);
    }
}
