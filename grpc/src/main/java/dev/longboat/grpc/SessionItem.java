package dev.longboat.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import dev.longboat.proto.v1.DeleteRequest;
import dev.longboat.proto.v1.GetRequest;
import dev.longboat.proto.v1.SessionRequest;
import dev.longboat.proto.v1.SessionResponse;
import dev.longboat.proto.v1.StatRequest;
import dev.longboat.proto.v1.Transaction;
import java.io.IOException;

/// A `SessionRequest`, read by hand so that the value of a set is copied once. Immutable.
record SessionItem(long id, Request request) {
    /// What is asked for.
    sealed interface Request {
        /// A set.
        record Set(SetCommand command) implements Request {}

        /// A get.
        record Get(GetRequest get) implements Request {}

        /// A delete.
        record Delete(DeleteRequest delete) implements Request {}

        /// A transaction.
        record Transact(Transaction transaction) implements Request {}

        /// Statistics.
        record Stat() implements Request {}

        /// Nothing that is known.
        record Missing() implements Request {}

        /// The field of a `SessionResponse` that holds its answer.
        default int resultField() {
            return switch (this) {
                case Set _ -> SessionResponse.SET_FIELD_NUMBER;
                case Get _ -> SessionResponse.GET_FIELD_NUMBER;
                case Delete _ -> SessionResponse.DELETE_FIELD_NUMBER;
                case Transact _ -> SessionResponse.TRANSACT_FIELD_NUMBER;
                case Stat _ -> SessionResponse.STAT_FIELD_NUMBER;
                case Missing _ -> SessionResponse.ERROR_FIELD_NUMBER;
            };
        }
    }

    static SessionItem decode(CodedInputStream in) throws IOException {
        long id = 0;
        Request request = new Request.Missing();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case SessionRequest.ID_FIELD_NUMBER -> id = in.readUInt64();
                case SessionRequest.SET_FIELD_NUMBER -> request = new Request.Set(set(in));
                case SessionRequest.GET_FIELD_NUMBER -> request = new Request.Get(message(in, GetRequest.parser()));
                case SessionRequest.DELETE_FIELD_NUMBER ->
                    request = new Request.Delete(message(in, DeleteRequest.parser()));
                case SessionRequest.TRANSACT_FIELD_NUMBER ->
                    request = new Request.Transact(message(in, Transaction.parser()));
                case SessionRequest.STAT_FIELD_NUMBER -> {
                    message(in, StatRequest.parser());
                    request = new Request.Stat();
                }
                default -> {
                    if (!in.skipField(tag)) {
                        return new SessionItem(id, request);
                    }
                }
            }
        }
        return new SessionItem(id, request);
    }

    private static SetCommand set(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        SetCommand command = SetCommand.decode(in);
        in.checkLastTagWas(0);
        in.popLimit(outer);
        return command;
    }

    private static <M extends MessageLite> M message(CodedInputStream in, Parser<M> parser) throws IOException {
        return in.readMessage(parser, ExtensionRegistryLite.getEmptyRegistry());
    }
}
