package dev.longboat.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import dev.longboat.engine.Commit;
import dev.longboat.engine.Key;
import dev.longboat.engine.KeyEvent;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Operation;
import dev.longboat.engine.Snapshot;
import dev.longboat.engine.Store;
import dev.longboat.engine.Transaction;
import dev.longboat.engine.View;
import dev.longboat.proto.v1.EraseRequest;
import dev.longboat.proto.v1.EraseResponse;
import dev.longboat.proto.v1.FindRevisionRequest;
import dev.longboat.proto.v1.FindRevisionResponse;
import dev.longboat.proto.v1.HistoryEvent;
import dev.longboat.proto.v1.HistoryRequest;
import dev.longboat.proto.v1.HistoryResponse;
import dev.longboat.proto.v1.KeyVersion;
import dev.longboat.proto.v1.TrimToRequest;
import dev.longboat.proto.v1.TrimToResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// History, FindRevision, Erase and TrimTo. What may wait for the disk is done by a reader. Safe
/// for concurrent use.
final class HistoryOperations {
    private static final int EVENTS_MAX = 1000;
    private static final long PAGE_BYTES_MAX = 4 << 20;

    private final DoorResources resources;
    private final Store store;
    private final PointOperations points;

    HistoryOperations(DoorResources resources, PointOperations points) {
        this.resources = resources;
        this.store = resources.store();
        this.points = points;
    }

    void history(HistoryRequest request, Outcome outcome) {
        Key key = Keys.of(request.getKey());
        View view = Numbers.view(request.getView());
        long before = Numbers.notNegative("before_revision", request.getBeforeRevision());
        long limit = Numbers.notNegative("limit", request.getLimit());
        int page = (int) (limit == 0 ? EVENTS_MAX : Math.min(limit, EVENTS_MAX));
        read(outcome, () -> page(key, view, before == 0 ? Long.MAX_VALUE : before, page, request.getKeysOnly()));
    }

    private HistoryResponse page(Key key, View view, long before, int limit, boolean keysOnly) {
        try (Snapshot snapshot = store.snapshot(view)) {
            List<KeyEvent> found = snapshot.history(key, before, limit + 1);
            List<HistoryEvent> events = new ArrayList<>();
            long bytesLeft = PAGE_BYTES_MAX;
            for (KeyEvent event : found) {
                if (events.size() == limit || bytesLeft <= 0) {
                    break;
                }
                HistoryEvent made = event(event, keysOnly);
                bytesLeft -= made.getSerializedSize();
                events.add(made);
            }
            return HistoryResponse.newBuilder()
                    .addAllEvents(events)
                    .setMore(events.size() < found.size())
                    .build();
        }
    }

    private static HistoryEvent event(KeyEvent event, boolean keysOnly) {
        return switch (event) {
            case KeyEvent.Written(KeyValue pair) -> {
                HistoryEvent.Builder written = HistoryEvent.newBuilder().setVersion(Replies.version(pair.version()));
                yield keysOnly || pair.value().length() > PAGE_BYTES_MAX
                        ? written.setValueOmitted(true).build()
                        : written.setValue(UnsafeByteOperations.unsafeWrap(
                                        pair.value().toBytes()))
                                .build();
            }
            case KeyEvent.Ended ended ->
                HistoryEvent.newBuilder()
                        .setVersion(KeyVersion.newBuilder()
                                .setKey(ByteString.copyFrom(ended.key().toBytes()))
                                .setRevision(ended.revision())
                                .setOrdinal(ended.ordinal())
                                .setStampMs(ended.stamp()))
                        .setDeleted(true)
                        .build();
        };
    }

    void findRevision(FindRevisionRequest request, Outcome outcome) {
        Instant time = Instant.ofEpochMilli(Numbers.notNegative("time_ms", request.getTimeMs()));
        read(
                outcome,
                () -> FindRevisionResponse.newBuilder()
                        .setRevision(store.revisionAt(time))
                        .build());
    }

    void erase(EraseRequest request, int bytes, Outcome outcome) {
        points.write(
                bytes,
                outcome,
                () -> Transaction.of(new Operation.Erase(
                        Keys.of(request.getKey()), Numbers.notNegative("revision", request.getRevision()))),
                (Commit commit) -> outcome.answer(Reply.of(EraseResponse.newBuilder()
                        .setErased(commit.changed())
                        .setRevision(commit.revision())
                        .build())));
    }

    void trimTo(TrimToRequest request, Outcome outcome) {
        long revision = Numbers.notNegative("revision", request.getRevision());
        var _ = store.trimToAsync(revision).whenComplete((_, thrown) -> {
            if (thrown != null) {
                outcome.fail(Failures.ofWrite(thrown));
            } else {
                outcome.answer(Reply.of(
                        TrimToResponse.newBuilder().setOldestRevision(revision).build()));
            }
        });
    }

    private void read(Outcome outcome, Supplier<MessageLite> answer) {
        Runnable work = () -> {
            try {
                outcome.answer(Reply.of(answer.get()));
            } catch (RuntimeException e) {
                outcome.fail(Failures.ofRead(e));
            }
        };
        if (!resources.readers().tryExecute(work)) {
            outcome.fail(resources.readers().refusal());
        }
    }
}
