package dev.longboat.grpc;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.longboat.proto.v1.DeleteRequest;
import dev.longboat.proto.v1.EraseRequest;
import dev.longboat.proto.v1.FindRevisionRequest;
import dev.longboat.proto.v1.GetLeaseRequest;
import dev.longboat.proto.v1.GetRequest;
import dev.longboat.proto.v1.GrantLeaseRequest;
import dev.longboat.proto.v1.HistoryRequest;
import dev.longboat.proto.v1.ListLeasesRequest;
import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.RangeRequest;
import dev.longboat.proto.v1.RenewLeaseRequest;
import dev.longboat.proto.v1.RevokeLeaseRequest;
import dev.longboat.proto.v1.StatRequest;
import dev.longboat.proto.v1.SweepRequest;
import dev.longboat.proto.v1.Transaction;
import dev.longboat.proto.v1.TrimToRequest;
import dev.longboat.proto.v1.WatchRequest;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;

/// The service `longboat.v1.Longboat`. Its handlers never block: it is made for a server with a
/// direct executor. Safe for concurrent use.
///
/// ```java
/// NettyServerBuilder.forPort(50051)
///         .directExecutor()
///         .addService(new LongboatDoor(resources))
///         .build()
///         .start();
/// ```
public final class LongboatDoor implements BindableService {
    private final DoorResources resources;

    public LongboatDoor(DoorResources resources) {
        this.resources = resources;
    }

    @Override
    public ServerServiceDefinition bindService() {
        NativeOperations operations = NativeOperations.of(resources);
        LeaseOperations leases = new LeaseOperations(resources, operations.points());
        return new ServiceAssembly(LongboatGrpc.getServiceDescriptor())
                .method(LongboatGrpc.getSetMethod(), received(SetCommand::decode), unary(operations.points()::set))
                .method(
                        LongboatGrpc.getGetMethod(),
                        received(GetRequest.parser()),
                        unary((request, _, outcome) -> operations.points().get(request, outcome)))
                .method(
                        LongboatGrpc.getDeleteMethod(),
                        received(DeleteRequest.parser()),
                        unary(operations.points()::delete))
                .method(
                        LongboatGrpc.getTransactMethod(),
                        received(Transaction.parser()),
                        unary(operations.transactions()::transact))
                .method(
                        LongboatGrpc.getStatMethod(),
                        received(StatRequest.parser()),
                        unary((_, _, outcome) -> operations.statistics().stat(outcome)))
                .method(
                        LongboatGrpc.getHistoryMethod(),
                        received(HistoryRequest.parser()),
                        unary((request, _, outcome) -> operations.history().history(request, outcome)))
                .method(
                        LongboatGrpc.getFindRevisionMethod(),
                        received(FindRevisionRequest.parser()),
                        unary((request, _, outcome) -> operations.history().findRevision(request, outcome)))
                .method(
                        LongboatGrpc.getEraseMethod(),
                        received(EraseRequest.parser()),
                        unary(operations.history()::erase))
                .method(
                        LongboatGrpc.getSweepMethod(),
                        received(SweepRequest.parser()),
                        unary(new SweepOperation(resources)::sweep))
                .method(
                        LongboatGrpc.getTrimToMethod(),
                        received(TrimToRequest.parser()),
                        unary((request, _, outcome) -> operations.history().trimTo(request, outcome)))
                .method(LongboatGrpc.getGrantLeaseMethod(), received(GrantLeaseRequest.parser()), unary(leases::grant))
                .method(
                        LongboatGrpc.getRenewLeaseMethod(),
                        received(RenewLeaseRequest.parser()),
                        unary((request, _, outcome) -> leases.renew(request, outcome)))
                .method(
                        LongboatGrpc.getRevokeLeaseMethod(),
                        received(RevokeLeaseRequest.parser()),
                        unary(leases::revoke))
                .method(
                        LongboatGrpc.getGetLeaseMethod(),
                        received(GetLeaseRequest.parser()),
                        unary((request, _, outcome) -> leases.get(request, outcome)))
                .method(
                        LongboatGrpc.getListLeasesMethod(),
                        received(ListLeasesRequest.parser()),
                        unary((request, _, outcome) -> leases.list(request, outcome)))
                .method(
                        LongboatGrpc.getRangeMethod(),
                        received(RangeRequest.parser()),
                        new StreamedMethod<>(resources, this::range))
                .method(
                        LongboatGrpc.getWatchMethod(),
                        received(WatchRequest.parser()),
                        new StreamedMethod<>(resources, this::watch))
                .method(
                        LongboatGrpc.getGetStreamMethod(),
                        received(GetRequest.parser()),
                        new StreamedMethod<>(
                                resources,
                                request -> new ValueSource(resources.store(), resources.statistics(), request)))
                .method(LongboatGrpc.getSetStreamMethod(), received(UploadPart::decode), new SetStreamMethod(resources))
                .method(
                        LongboatGrpc.getSessionMethod(),
                        received(SessionItem::decode),
                        new SessionMethod(resources, operations))
                .build();
    }

    private ReplySource range(RangeRequest request) {
        RangeQuery query = RangeQuery.of(request);
        DoorStatistics statistics = resources.statistics();
        return new RangeSource(
                resources.store(), query, (query.byPrefix() ? statistics.prefixes() : statistics.ranges())::increment);
    }

    private ReplySource watch(WatchRequest request, Runnable signal) {
        return new WatchSource(resources, request, signal);
    }

    private <Q> UnaryMethod<Q> unary(UnaryMethod.Handler<Q> handler) {
        return new UnaryMethod<>(resources, handler);
    }

    private static <M extends MessageLite> ReceivedMarshaller<M> received(Parser<M> parser) {
        return received(ReceivedMarshaller.Decoder.of(parser));
    }

    private static <T> ReceivedMarshaller<T> received(ReceivedMarshaller.Decoder<T> decoder) {
        return new ReceivedMarshaller<>(decoder, Limits.REQUEST_BYTES_MAX);
    }
}
