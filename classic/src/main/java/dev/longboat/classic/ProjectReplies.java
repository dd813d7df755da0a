package dev.longboat.classic;

import dev.longboat.engine.Key;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.KeyVersion;
import dev.longboat.engine.OperationResult;
import dev.longboat.grpc.Failure;
import dev.longboat.grpc.RefusedException;
import dev.longboat.grpc.Reply;
import dev.longboat.proto.project.KeyValueVersionReply;
import dev.longboat.proto.project.PutReply;
import java.util.Optional;

/// System C's answers. Immutable.
final class ProjectReplies {
    /// Says that the store cannot be reached.
    private static final long UNREACHABLE = -1;

    private ProjectReplies() {}

    /// A version of a key. May wait for the disk.
    static Reply of(KeyValue pair) {
        return Reply.of(
                new Reply.Bytes(KeyValueVersionReply.KEY_FIELD_NUMBER, Texts.bytes(pair.key())),
                new Reply.Bytes(KeyValueVersionReply.VAL_FIELD_NUMBER, Texts.bytes(pair)),
                new Reply.Fields(KeyValueVersionReply.newBuilder()
                        .setVer(pair.version().stamp())
                        .build()));
    }

    /// A version of a key, or that there is none. May wait for the disk.
    static Reply of(String key, Optional<KeyValue> pair) {
        return pair.map(ProjectReplies::of).orElseGet(() -> blank(key));
    }

    /// A key without a version.
    static Reply blank(Key key) {
        return Reply.of(new Reply.Bytes(KeyValueVersionReply.KEY_FIELD_NUMBER, Texts.bytes(key)));
    }

    /// A key without a version, or a request that cannot be carried out as it is.
    static Reply blank(String key) {
        return Reply.of(KeyValueVersionReply.newBuilder().setKey(key).build());
    }

    /// A put that is done. May wait for the disk.
    ///
    /// @throws RefusedException when the previous value is no text
    static Reply put(OperationResult.Put put) {
        KeyVersion written = put.written();
        PutReply.Builder head = PutReply.newBuilder().setVer(written.stamp());
        Reply.Part key = new Reply.Bytes(PutReply.KEY_FIELD_NUMBER, Texts.bytes(written.key()));
        return put.previous()
                .map(previous -> Reply.of(
                        key,
                        new Reply.Bytes(PutReply.OLD_VAL_FIELD_NUMBER, oldValue(previous, written)),
                        new Reply.Fields(
                                head.setOldVer(previous.version().stamp()).build())))
                .orElseGet(() -> Reply.of(key, new Reply.Fields(head.build())));
    }

    /// A put that cannot be carried out as it is.
    static Reply refusedPut(String key) {
        return Reply.of(PutReply.newBuilder().setKey(key).build());
    }

    private static byte[] oldValue(KeyValue previous, KeyVersion written) {
        try {
            return Texts.bytes(previous);
        } catch (RefusedException e) {
            Failure failure = e.failure();
            throw new RefusedException(Failure.of(
                    failure.reason(),
                    "the put is done, its version is " + written.stamp() + "; but what it replaced cannot be"
                            + " answered: " + failure.message(),
                    "applied",
                    "yes",
                    "version",
                    written.stamp()));
        }
    }

    /// In place of an error, for all calls but puts.
    static Optional<Reply> inPlaceOf(Failure failure) {
        return isUnreachable(failure)
                ? Optional.of(Reply.of(
                        KeyValueVersionReply.newBuilder().setVer(UNREACHABLE).build()))
                : Optional.empty();
    }

    /// In place of an error of a put.
    static Optional<Reply> inPlaceOfPut(Failure failure) {
        return isUnreachable(failure)
                ? Optional.of(Reply.of(PutReply.newBuilder().setVer(UNREACHABLE).build()))
                : Optional.empty();
    }

    /// Whether the store could not be reached, rather than having refused: what its programs can
    /// only wait and ask again for.
    static boolean isUnreachable(Failure failure) {
        return switch (failure.code()) {
            case UNAVAILABLE, DATA_LOSS, INTERNAL, ABORTED -> true;
            case RESOURCE_EXHAUSTED -> failure.reason() != dev.longboat.proto.v1.ErrorReason.ANSWER_TOO_LARGE;
            default -> false;
        };
    }
}
