package dev.longboat.client;

import dev.longboat.proto.v1.AdminGrpc;
import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.ScrubRequest;
import dev.longboat.proto.v1.StatRequest;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import java.util.function.Function;

/// One request that has one answer, ready to be sent. Immutable.
///
/// @param method  the method
/// @param effect  what it does to the store
/// @param request what is sent
/// @param decoder from the wire's answer to the caller's
record UnaryCall<Q, R, T>(MethodDescriptor<Q, R> method, Effect effect, Q request, Function<R, T> decoder) {
    static UnaryCall<?, ?, OperationResult.Set> set(Operation.Set set) {
        return new UnaryCall<>(LongboatGrpc.getSetMethod(), Effect.WRITE, WireEncoder.set(set), WireDecoder::set);
    }

    static UnaryCall<?, ?, Optional<KeyValue>> get(Key key, View view, boolean keysOnly) {
        return new UnaryCall<>(
                LongboatGrpc.getGetMethod(), Effect.READ, WireEncoder.get(key, view, keysOnly), WireDecoder::get);
    }

    static UnaryCall<?, ?, OperationResult.Delete> delete(Operation.Delete delete) {
        return new UnaryCall<>(
                LongboatGrpc.getDeleteMethod(), Effect.WRITE, WireEncoder.delete(delete), WireDecoder::delete);
    }

    static UnaryCall<?, ?, TransactionResult> transact(Transaction transaction) {
        return new UnaryCall<>(
                LongboatGrpc.getTransactMethod(),
                Effect.WRITE,
                WireEncoder.transaction(transaction),
                WireDecoder::transaction);
    }

    static UnaryCall<?, ?, ServerStat> stat() {
        return new UnaryCall<>(
                LongboatGrpc.getStatMethod(), Effect.READ, StatRequest.getDefaultInstance(), WireDecoder::stat);
    }

    static UnaryCall<?, ?, ScrubReport> scrub(ScrubReport.Action action, long bytesPerSecond) {
        ScrubRequest request = ScrubRequest.newBuilder()
                .setAction(ScrubRequest.Action.valueOf(action.name()))
                .setBytesPerSecond(bytesPerSecond)
                .build();
        return new UnaryCall<>(AdminGrpc.getScrubMethod(), Effect.READ, request, WireDecoder::scrub);
    }
}
