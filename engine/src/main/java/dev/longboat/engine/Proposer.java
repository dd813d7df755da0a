package dev.longboat.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Works out what transactions do, in order, against the applied state and what is in flight before
/// them, and writes it down as effects, so that applying them needs no look at anything.
///
/// Confined to the store-journal thread.
final class Proposer {
    private final ProposalView view;
    private final SegmentPins pins;
    private final SpaceGuard space;
    private final int payloadBytesLimit;
    private final int leasesMax;

    /// @param view what is evaluated is added to its flight
    /// @param payloadBytesLimit the largest entry
    Proposer(ProposalView view, SegmentPins pins, SpaceGuard space, int payloadBytesLimit, int leasesMax) {
        this.leasesMax = leasesMax;
        this.view = view;
        this.pins = pins;
        this.space = space;
        this.payloadBytesLimit = payloadBytesLimit;
    }

    /// What came of a transaction.
    sealed interface Outcome {
        /// It is evaluated; when the entry is applied, this is its answer.
        record Evaluated(Commit commit) implements Outcome {}

        /// It must wait until what is in flight has been applied.
        record Deferred() implements Outcome {}
    }

    /// Evaluates a transaction; when it changes something, its effects are added to what is in
    /// flight.
    ///
    /// @throws StoreException when it is refused; then nothing was added
    /// @throws IOException when the applied state cannot be read
    Outcome evaluate(Transaction transaction) throws IOException {
        Chosen chosen = choose(transaction, 1);
        InFlight inFlight = view.inFlight();
        Evaluation evaluation = new Evaluation(view, leasesMax, payloadBytesLimit / 2);
        List<OperationResult> results = evaluation.run(chosen.operations());
        if (evaluation.isDeferred()) {
            return new Outcome.Deferred();
        }
        List<Effect> effects = evaluation.effects();
        boolean changed = !effects.isEmpty();
        if (changed) {
            checkRoom(effects);
            long bytes = EntryCodec.bytesMax(effects);
            if (EntryCodec.HEAD_BYTES + EntryCodec.HORIZON_BYTES_MAX + bytes > payloadBytesLimit) {
                throw new InvalidRequestException(
                        InvalidRequestException.Reason.TRANSACTION_TOO_LARGE,
                        "the transaction's effects take up to " + bytes + " bytes, at most " + payloadBytesLimit
                                + " are allowed");
            }
            if (inFlight.payloadBytesMax() + bytes > payloadBytesLimit) {
                return new Outcome.Deferred();
            }
            pinUploads(effects);
            inFlight.add(evaluation, effects, bytes);
        }
        return new Outcome.Evaluated(new Commit(
                inFlight.revision(), changed, chosen.held(), transaction.keepsPrevious() ? kept(results) : results));
    }

    /// The versions in results may be removed before somebody looks at them: their bytes stay as
    /// long as somebody can.
    private List<OperationResult> kept(List<OperationResult> results) {
        Set<Integer> segments = new HashSet<>();
        results.forEach(result -> result.map(found -> {
            segments.addAll(found.value().segments());
            return found;
        }));
        if (segments.isEmpty()) {
            return results;
        }
        Object pin = pins.pinWhileReachable(segments);
        return results.stream()
                .map(result -> result.map(
                        found -> new KeyValue(found.version(), found.value().pinned(pin))))
                .toList();
    }

    /// Until the entry has been applied, what its uploads have left must stay.
    private void pinUploads(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Put put && put.value() instanceof NewValue.Uploaded uploaded) {
                view.inFlight()
                        .keep(pins.tryPin(uploaded.pieces())
                                .orElseThrow(() -> new InvalidRequestException(
                                        InvalidRequestException.Reason.UPLOAD_CLOSED,
                                        "the upload of the value for " + put.key()
                                                + " was closed, and its bytes are gone")));
            }
        }
    }

    /// Makes a revision the oldest that can be read.
    ///
    /// @throws RevisionException when it lies ahead, or is trimmed already
    void trimTo(long revision) {
        InFlight inFlight = view.inFlight();
        long horizon = Math.max(view.reach().horizon(), inFlight.horizon());
        if (revision > inFlight.revision()) {
            throw RevisionException.future(revision, inFlight.revision());
        }
        if (revision <= horizon) {
            throw RevisionException.trimmed(revision, horizon);
        }
        inFlight.trimTo(revision);
    }

    /// What takes something away needs less room, but some: its own, and what a merge needs to make
    /// more of it.
    private void checkRoom(List<Effect> effects) {
        Optional<StoreException> refusal;
        if (effects.stream().anyMatch(effect -> effect instanceof Effect.Put || effect instanceof Effect.Grant)) {
            refusal = space.refusal();
        } else if (effects.stream().anyMatch(Effect.Removal.class::isInstance)) {
            refusal = space.refusalOfRemovals();
        } else {
            refusal = space.refusalOfDeletes();
        }
        refusal.ifPresent(e -> {
            throw e;
        });
    }

    /// The side of a transaction that is taken, and within it that of every nested one: all
    /// conditions are looked at before anything is done.
    record Chosen(boolean held, List<Step> operations) {}

    sealed interface Step {
        record Single(Operation operation) implements Step {}

        record Group(Chosen chosen) implements Step {}
    }

    private Chosen choose(Transaction transaction, int depth) throws IOException {
        if (depth > Transaction.DEPTH_MAX) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.TRANSACTION_TOO_DEEP,
                    "transactions are nested deeper than " + Transaction.DEPTH_MAX);
        }
        boolean held = true;
        for (Condition condition : transaction.conditions()) {
            held &= holds(condition);
        }
        List<Step> steps = new ArrayList<>();
        for (Operation operation : held ? transaction.then() : transaction.otherwise()) {
            steps.add(
                    operation instanceof Operation.Nested nested
                            ? new Step.Group(choose(nested.transaction(), depth + 1))
                            : new Step.Single(operation));
        }
        return new Chosen(held, steps);
    }

    private boolean holds(Condition condition) throws IOException {
        Optional<Key> single = condition.keys().single();
        if (single.isPresent()) {
            return holds(condition, view.state(single.get()).live());
        }
        try (LiveKeys keys = view.liveKeys(condition.keys(), new TreeMap<>())) {
            while (keys.next()) {
                if (!holds(condition, Optional.of(keys.current()))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static boolean holds(Condition condition, Optional<KeyValue> found) {
        return switch (condition) {
            case Condition.Numeric number -> {
                long actual =
                        found.map(live -> field(live.version(), number.field())).orElse(0L);
                yield number.relation().holds(Long.compare(actual, number.operand()));
            }
            case Condition.Content content ->
                found.isPresent()
                        && content.relation()
                                .holds(Arrays.compareUnsigned(
                                        found.get().value().toBytes(), content.operand()));
        };
    }

    private static long field(KeyVersion version, Condition.Field field) {
        return switch (field) {
            case CREATE_REVISION -> version.createRevision();
            case REVISION -> version.revision();
            case VERSION -> version.version();
            case ORDINAL -> version.ordinal();
            case STAMP -> version.stamp();
            case LEASE -> version.lease();
        };
    }
}
