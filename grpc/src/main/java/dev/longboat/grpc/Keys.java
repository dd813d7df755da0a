package dev.longboat.grpc;

import com.google.protobuf.ByteString;
import dev.longboat.engine.Key;
import dev.longboat.engine.KeyRange;
import dev.longboat.proto.v1.ErrorReason;

/// Keys and ranges of keys as they come from callers. Immutable.
public final class Keys {
    private Keys() {}

    /// The key of these bytes.
    ///
    /// @throws RefusedException when there are none or too many
    public static Key of(byte[] bytes) {
        if (bytes.length == 0) {
            throw new RefusedException(Failure.of(ErrorReason.KEY_EMPTY, "the key is empty"));
        }
        if (bytes.length > Key.BYTES_MAX) {
            throw new RefusedException(Failure.of(
                    ErrorReason.KEY_TOO_LONG,
                    "the key has " + bytes.length + " bytes, at most " + Key.BYTES_MAX + " are allowed",
                    "bytes",
                    bytes.length,
                    "bytes_max",
                    Key.BYTES_MAX));
        }
        return Key.of(bytes);
    }

    static Key of(ByteString bytes) {
        return of(bytes.toByteArray());
    }

    static KeyRange prefix(ByteString prefix) {
        return KeyRange.prefix(prefix.toByteArray());
    }

    static KeyRange range(dev.longboat.proto.v1.KeyRange range) {
        byte[] from = range.getFrom().toByteArray();
        return range.getTo().isEmpty()
                ? KeyRange.from(from)
                : KeyRange.between(from, range.getTo().toByteArray());
    }
}
