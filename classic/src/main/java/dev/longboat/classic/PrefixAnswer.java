package dev.longboat.classic;

import com.google.protobuf.UnsafeByteOperations;
import dev.longboat.engine.KeyRange;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Order;
import dev.longboat.engine.RangeCursor;
import dev.longboat.engine.Snapshot;
import dev.longboat.engine.Store;
import dev.longboat.grpc.Failure;
import dev.longboat.grpc.RefusedException;
import dev.longboat.grpc.Reply;
import dev.longboat.proto.keyvalue.GetPrefixResponse;
import dev.longboat.proto.keyvalue.KeyValuePair;
import dev.longboat.proto.v1.ErrorReason;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What a prefix selects: the pairs, whose values are read only when the answer is sent. Immutable.
///
/// @param bytes of the answer, a little more than it will be
record PrefixAnswer(List<KeyValue> pairs, long bytes) {
    private static final long RESULTS_DEFAULT = 50;

    /// What a pair needs besides its key and value, at most: two tags and lengths, and those around
    /// the pair.
    private static final int PAIR_OVERHEAD_BYTES = 20;

    /// Walks the prefix, at one revision. May wait for the disk.
    ///
    /// @param maxResults as it was asked for
    /// @throws RefusedException when the answer would be longer than `bytesMax`, or a key is no
    ///     text
    static PrefixAnswer read(Store store, byte[] prefix, long maxResults, int bytesMax) {
        long limit = maxResults <= 0 ? RESULTS_DEFAULT : maxResults;
        List<KeyValue> pairs = new ArrayList<>();
        long bytes = 0;
        try (Snapshot now = store.snapshot();
                RangeCursor cursor = now.range(KeyRange.prefix(prefix), Order.ASCENDING)) {
            while (pairs.size() < limit && cursor.next()) {
                KeyValue pair = cursor.current();
                requireText(pair.key().toBytes());
                bytes += pair.key().length() + pair.value().length() + PAIR_OVERHEAD_BYTES;
                if (bytes > bytesMax) {
                    throw new RefusedException(AnswerSender.tooLarge(bytes, bytesMax));
                }
                pairs.add(pair);
            }
        }
        return new PrefixAnswer(List.copyOf(pairs), bytes);
    }

    /// The keys of this interface are text. A key that another door wrote and that is none cannot
    /// be sent, and leaving it out would be a lie.
    private static void requireText(byte[] key) {
        if (!UnsafeByteOperations.unsafeWrap(key).isValidUtf8()) {
            String shown = Base64.getEncoder().encodeToString(key);
            throw new RefusedException(Failure.of(
                    ErrorReason.KEY_NOT_TEXT,
                    "a key with this prefix is not UTF-8 and cannot be sent here; in base64 it is " + shown,
                    "key",
                    shown));
        }
    }

    /// The answer. A common one has its values in it, so that a damaged one is noticed before
    /// anything is sent; of a very large one, sending reads the values.
    Reply reply() {
        boolean prefetched = bytes <= KeyValueDoor.COMMON_ANSWER_BYTES_MAX;
        List<Reply.Part> parts = new ArrayList<>(pairs.size());
        for (KeyValue pair : pairs) {
            Reply message = Reply.of(
                    new Reply.Bytes(KeyValuePair.KEY_FIELD_NUMBER, pair.key().toBytes()), value(pair, prefetched));
            parts.add(new Reply.Nested(GetPrefixResponse.PAIRS_FIELD_NUMBER, message));
        }
        return Reply.of(parts);
    }

    private static Reply.Part value(KeyValue pair, boolean prefetched) {
        return prefetched
                ? new Reply.Bytes(KeyValuePair.VALUE_FIELD_NUMBER, pair.value().toBytes())
                : new Reply.Read(KeyValuePair.VALUE_FIELD_NUMBER, pair.value());
    }
}
