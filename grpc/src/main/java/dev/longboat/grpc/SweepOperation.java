package dev.longboat.grpc;

import com.google.protobuf.ByteString;
import dev.longboat.engine.KeyRange;
import dev.longboat.engine.Store;
import dev.longboat.engine.Sweep;
import dev.longboat.engine.SweptBatch;
import dev.longboat.proto.v1.SweepRequest;
import dev.longboat.proto.v1.SweepResponse;

/// Sweep: a batch of keys to a call. Finding them may wait for the disk, so a reader does it. Safe
/// for concurrent use.
final class SweepOperation {
    private final DoorResources resources;
    private final Store store;

    SweepOperation(DoorResources resources) {
        this.resources = resources;
        this.store = resources.store();
    }

    void sweep(SweepRequest request, int bytes, Outcome outcome) {
        KeyRange keys = keys(request);
        Sweep action = action(request);
        long limit = Numbers.notNegative("limit", request.getLimit());
        int keysMax = limit == 0 ? SweptBatch.KEYS_MAX : (int) limit;
        if (!resources.writes().tryAcquire(bytes)) {
            outcome.fail(resources.writes().refusal().notApplied());
            return;
        }
        Runnable work = () -> run(request.getDryRun(), keys, action, keysMax, bytes, outcome);
        if (!resources.readers().tryExecute(work)) {
            resources.writes().release(bytes);
            outcome.fail(resources.readers().refusal().notApplied());
        }
    }

    private void run(boolean dry, KeyRange keys, Sweep action, int keysMax, int bytes, Outcome outcome) {
        try {
            if (dry) {
                resources.writes().release(bytes);
                outcome.answer(answer(store.foreseeBatch(keys, action, keysMax)));
                return;
            }
            var _ = store.sweepBatchAsync(keys, action, keysMax).whenComplete((batch, thrown) -> {
                resources.writes().release(bytes);
                if (thrown != null) {
                    outcome.fail(Failures.ofWrite(thrown));
                } else {
                    outcome.answer(answer(batch));
                }
            });
        } catch (RuntimeException e) {
            if (!dry) {
                resources.writes().release(bytes);
            }
            outcome.fail(Failures.ofWrite(e));
        }
    }

    private static Reply answer(SweptBatch batch) {
        SweepResponse.Builder response =
                SweepResponse.newBuilder().setKeys(batch.keys()).setRevision(batch.revision());
        batch.rest().ifPresent(rest -> response.setNext(ByteString.copyFrom(rest.first())));
        return Reply.of(response.build());
    }

    private static KeyRange keys(SweepRequest request) {
        KeyRange keys = switch (request.getSelectorCase()) {
            case KEY -> KeyRange.only(Keys.of(request.getKey()));
            case PREFIX -> Keys.prefix(request.getPrefix());
            case RANGE -> Keys.range(request.getRange());
            case SELECTOR_NOT_SET -> throw RangeQuery.selectorMissing();
        };
        return request.getFrom().isEmpty()
                ? keys
                : keys.startingAt(request.getFrom().toByteArray());
    }

    private static Sweep action(SweepRequest request) {
        return switch (request.getActionCase()) {
            case DELETE -> new Sweep.Delete();
            case PURGE -> new Sweep.Purge();
            case KEEP_NEWEST -> new Sweep.Keep(request.getKeepNewest());
            case BEFORE_REVISION -> new Sweep.Before(request.getBeforeRevision());
            case ACTION_NOT_SET -> throw TransactionDecoder.operationMissing();
        };
    }
}
