package dev.longboat.client;

import dev.longboat.proto.v1.EraseRequest;
import dev.longboat.proto.v1.EraseResponse;
import dev.longboat.proto.v1.FindRevisionRequest;
import dev.longboat.proto.v1.FindRevisionResponse;
import dev.longboat.proto.v1.HistoryEvent;
import dev.longboat.proto.v1.HistoryRequest;
import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.SweepRequest;
import dev.longboat.proto.v1.TrimToRequest;
import dev.longboat.proto.v1.TrimToResponse;
import java.time.Instant;

/// The calls about the past, ready to be sent. Immutable.
final class HistoryCalls {
    private HistoryCalls() {}

    static UnaryCall<?, ?, HistoryPage> history(HistoryQuery query) {
        HistoryRequest.Builder request = HistoryRequest.newBuilder()
                .setKey(query.key().wire())
                .setBeforeRevision(query.beforeRevision())
                .setLimit(query.limit())
                .setKeysOnly(query.keysOnly());
        if (!query.view().equals(View.NEWEST)) {
            request.setView(WireEncoder.view(query.view()));
        }
        return new UnaryCall<>(
                LongboatGrpc.getHistoryMethod(),
                Effect.READ,
                request.build(),
                wire -> new HistoryPage(
                        wire.getEventsList().stream().map(HistoryCalls::event).toList(), wire.getMore()));
    }

    private static KeyEvent event(HistoryEvent wire) {
        KeyVersion version = WireDecoder.version(wire.getVersion());
        return wire.getDeleted()
                ? new KeyEvent.Ended(version.key(), version.revision(), version.ordinal(), version.stampMs())
                : new KeyEvent.Written(new KeyValue(version, Value.of(wire.getValue()), wire.getValueOmitted()));
    }

    static UnaryCall<?, ?, Long> revisionAt(Instant time) {
        return new UnaryCall<>(
                LongboatGrpc.getFindRevisionMethod(),
                Effect.READ,
                FindRevisionRequest.newBuilder().setTimeMs(time.toEpochMilli()).build(),
                FindRevisionResponse::getRevision);
    }

    static UnaryCall<?, ?, Boolean> erase(Key key, long revision) {
        return new UnaryCall<>(
                LongboatGrpc.getEraseMethod(),
                Effect.WRITE,
                EraseRequest.newBuilder()
                        .setKey(key.wire())
                        .setRevision(revision)
                        .build(),
                EraseResponse::getErased);
    }

    static UnaryCall<?, ?, Long> trimTo(long revision) {
        return new UnaryCall<>(
                LongboatGrpc.getTrimToMethod(),
                Effect.WRITE,
                TrimToRequest.newBuilder().setRevision(revision).build(),
                TrimToResponse::getOldestRevision);
    }

    static UnaryCall<?, ?, Sweep.Batch> sweep(Sweep sweep, Key from) {
        SweepRequest.Builder request =
                SweepRequest.newBuilder().setFrom(from.wire()).setDryRun(sweep.dryRun());
        switch (sweep.keys()) {
            case KeySelector.Prefix(Key prefix) -> request.setPrefix(prefix.wire());
            case KeySelector.Between between -> request.setRange(WireEncoder.between(between));
        }
        switch (sweep.action()) {
            case Sweep.Delete _ -> request.setDelete(true);
            case Sweep.Purge _ -> request.setPurge(true);
            case Sweep.Keep(int versions) -> request.setKeepNewest(versions);
            case Sweep.Before(long revision) -> request.setBeforeRevision(revision);
        }
        return new UnaryCall<>(
                LongboatGrpc.getSweepMethod(),
                sweep.dryRun() ? Effect.READ : Effect.WRITE,
                request.build(),
                wire -> new Sweep.Batch(wire.getKeys(), wire.getRevision(), Key.of(wire.getNext())));
    }
}
