package dev.longboat.classic;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.longboat.engine.Key;
import dev.longboat.engine.KeyValue;
import dev.longboat.grpc.Failure;
import dev.longboat.grpc.RefusedException;
import dev.longboat.proto.v1.ErrorReason;
import java.util.Base64;
import java.util.Optional;

/// Keys and values of interfaces on which both are text (C5). Immutable.
final class Texts {
    private Texts() {}

    /// The key of a text; nothing when the store has no such keys.
    static Optional<Key> key(ByteString text) {
        return text.isEmpty() || text.size() > Key.BYTES_MAX
                ? Optional.empty()
                : Optional.of(Key.of(text.toByteArray()));
    }

    /// The bytes of a key, if they are text.
    ///
    /// @throws RefusedException when they are not
    static byte[] bytes(Key key) {
        byte[] bytes = key.toBytes();
        if (!isText(bytes)) {
            throw new RefusedException(Failure.of(
                    ErrorReason.KEY_NOT_TEXT,
                    "a key here is not UTF-8 and cannot be sent; in base64 it is " + base64(key),
                    "key",
                    base64(key)));
        }
        return bytes;
    }

    /// The bytes of a value, if they are text. May wait for the disk.
    ///
    /// @throws RefusedException when they are not, or too many for a message
    static byte[] bytes(KeyValue pair) {
        if (pair.value().length() > KeyValueDoor.COMMON_ANSWER_BYTES_MAX) {
            throw new RefusedException(
                    AnswerSender.tooLarge(pair.value().length(), KeyValueDoor.COMMON_ANSWER_BYTES_MAX));
        }
        byte[] bytes = pair.value().toBytes();
        if (!isText(bytes)) {
            throw new RefusedException(notText(pair, "the value of the key " + pair.key()));
        }
        return bytes;
    }

    /// Why a value cannot be sent.
    ///
    /// @param what it is the value of
    static Failure notText(KeyValue pair, String what) {
        return Failure.of(
                ErrorReason.VALUE_NOT_TEXT,
                what + " is not UTF-8 and cannot be sent here; longboat.v1 and keyvalue.KeyValue read it",
                "key",
                base64(pair.key()));
    }

    static boolean isText(byte[] bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes).isValidUtf8();
    }

    private static String base64(Key key) {
        return Base64.getEncoder().encodeToString(key.toBytes());
    }
}
