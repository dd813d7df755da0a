package dev.longboat.classic;

import dev.longboat.engine.KeyValue;
import dev.longboat.grpc.Failure;
import dev.longboat.grpc.Reply;
import dev.longboat.proto.kvs.Tupla;
import dev.longboat.proto.kvs.Versao;
import java.util.Optional;

/// System D's answers. Immutable.
final class KvsReplies {
    /// A refusal: nothing was done, or the store cannot be reached.
    static final int REFUSED = -1;

    /// All versions of a key were removed.
    static final int ALL = 0;

    private KvsReplies() {}

    /// A version.
    static Reply version(int version) {
        return Reply.of(Versao.newBuilder().setVersao(version).build());
    }

    /// A number of puts as a version; on this wire a version has 32 bits.
    static int version(long ordinal) {
        return ordinal <= Integer.MAX_VALUE ? (int) ordinal : REFUSED;
    }

    /// A version of a key. May wait for the disk.
    static Reply of(KeyValue pair) {
        return Reply.of(
                new Reply.Bytes(Tupla.CHAVE_FIELD_NUMBER, Texts.bytes(pair.key())),
                new Reply.Bytes(Tupla.VALOR_FIELD_NUMBER, Texts.bytes(pair)),
                new Reply.Fields(Tupla.newBuilder()
                        .setVersao(version(pair.version().ordinal()))
                        .build()));
    }

    /// A version of a key, or that there is none. May wait for the disk.
    static Reply of(Optional<KeyValue> pair) {
        return pair.map(KvsReplies::of).orElseGet(KvsReplies::blank);
    }

    /// Nothing.
    static Reply blank() {
        return Reply.of(Tupla.getDefaultInstance());
    }

    /// In place of an error, where a version is answered.
    static Optional<Reply> versionInPlaceOf(Failure failure) {
        return ProjectReplies.isUnreachable(failure) ? Optional.of(version(REFUSED)) : Optional.empty();
    }

    /// In place of an error, where a value is answered.
    static Optional<Reply> valueInPlaceOf(Failure failure) {
        return ProjectReplies.isUnreachable(failure)
                ? Optional.of(Reply.of(Tupla.newBuilder().setVersao(REFUSED).build()))
                : Optional.empty();
    }
}
