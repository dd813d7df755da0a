package dev.longboat.grpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.longboat.engine.Value;
import dev.longboat.proto.v1.GetResponse;
import dev.longboat.proto.v1.KeyValue;
import dev.longboat.proto.v1.KeyVersion;
import java.util.List;
import java.util.Optional;

/// Parts of answers: versions and pairs. Immutable.
final class Replies {
    private Replies() {}

    static KeyVersion version(dev.longboat.engine.KeyVersion version) {
        return KeyVersion.newBuilder()
                .setKey(UnsafeByteOperations.unsafeWrap(version.key().toBytes()))
                .setRevision(version.revision())
                .setSubRevision(version.subIndex())
                .setCreateRevision(version.createRevision())
                .setVersion(version.version())
                .setOrdinal(version.ordinal())
                .setStampMs(version.stamp())
                .setLease(version.lease())
                .setValueBytes(version.valueBytes())
                .build();
    }

    /// A pair. Reading a value that is not loaded waits for the disk.
    ///
    /// @param inlineBytesMax the longest value that goes along
    static Reply pair(dev.longboat.engine.KeyValue pair, boolean keysOnly, long inlineBytesMax) {
        boolean omitted = !keysOnly && pair.value().length() > inlineBytesMax;
        Reply.Fields head = new Reply.Fields(KeyValue.newBuilder()
                .setVersion(version(pair.version()))
                .setValueOmitted(omitted)
                .build());
        return keysOnly || omitted
                ? Reply.of(head)
                : Reply.of(
                        head,
                        new Reply.Bytes(
                                KeyValue.VALUE_FIELD_NUMBER, pair.value().toBytes()));
    }

    /// The answer to a get. Reading a value that is not loaded waits for the disk.
    static Reply found(
            Optional<dev.longboat.engine.KeyValue> found, long revision, boolean keysOnly, long inlineBytesMax) {
        GetResponse.Builder head = GetResponse.newBuilder().setRevision(revision);
        if (found.isEmpty()) {
            return Reply.of(head.build());
        }
        Value value = found.get().value();
        boolean omitted = !keysOnly && value.length() > inlineBytesMax;
        head.setVersion(version(found.get().version())).setValueOmitted(omitted);
        return keysOnly || omitted
                ? Reply.of(head.build())
                : Reply.of(
                        new Reply.Fields(head.build()),
                        new Reply.Bytes(GetResponse.VALUE_FIELD_NUMBER, value.toBytes()));
    }

    /// A message that has another in one field, and fields of its own.
    static Reply with(com.google.protobuf.MessageLite fields, int field, List<Reply> messages) {
        return Reply.of(java.util.stream.Stream.<Reply.Part>concat(
                        java.util.stream.Stream.of(new Reply.Fields(fields)),
                        messages.stream().map(message -> new Reply.Nested(field, message)))
                .toList());
    }
}
