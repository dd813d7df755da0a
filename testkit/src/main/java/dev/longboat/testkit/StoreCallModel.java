package dev.longboat.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A whole store, one transaction at a time: what makes a history over many keys strictly
/// serialisable. Immutable.
///
/// @param firstRevision at which the empty store stands
public record StoreCallModel(long firstRevision)
        implements SequentialModel<StoreCallModel.Contents, StoreCall, StoreAnswer> {
    /// What a store holds. The map is not changed any more.
    public record Contents(long revision, SortedMap<String, String> pairs) {}

    /// What comes of a transaction, and is answered.
    record Outcome(Contents after, StoreAnswer answer) {}

    @Override
    public Contents initial() {
        return new Contents(firstRevision, Collections.emptySortedMap());
    }

    @Override
    public Optional<Contents> step(Contents before, StoreCall call, Optional<StoreAnswer> told) {
        if (told.isPresent() && cannotLead(before, told.get().revision())) {
            return Optional.empty();
        }
        Outcome outcome = outcome(before, call);
        return told.isEmpty() || outcome.answer().agrees(told.get()) ? Optional.of(outcome.after()) : Optional.empty();
    }

    @Override
    public long clock(Contents state) {
        return state.revision();
    }

    @Override
    public long clockBefore(StoreCall call, StoreAnswer told) {
        return told.revision() == StoreAnswer.UNTOLD ? Long.MAX_VALUE : told.revision();
    }

    /// Saves the work for most of the wrong orders.
    private static boolean cannotLead(Contents before, long toldRevision) {
        return toldRevision != StoreAnswer.UNTOLD
                && toldRevision != before.revision()
                && toldRevision != before.revision() + 1;
    }

    /// Does a transaction.
    static Outcome outcome(Contents before, StoreCall call) {
        boolean held = call.guards().stream()
                .allMatch(guard ->
                        Optional.ofNullable(before.pairs().get(guard.key())).equals(guard.expected()));
        SortedMap<String, String> pairs = new TreeMap<>(before.pairs());
        List<List<String>> reads = new ArrayList<>();
        boolean changed = false;
        for (StoreCall.Step step : held ? call.then() : call.otherwise()) {
            switch (step) {
                case StoreCall.Step.Put put -> {
                    pairs.put(put.key(), put.value());
                    changed = true;
                }
                case StoreCall.Step.Delete delete -> changed |= pairs.remove(delete.key()) != null;
                case StoreCall.Step.Read read -> reads.add(under(read.prefix(), pairs));
            }
        }
        long revision = before.revision() + (changed ? 1 : 0);
        Contents after = changed ? new Contents(revision, pairs) : before;
        return new Outcome(after, new StoreAnswer(revision, held, reads));
    }

    private static List<String> under(String prefix, SortedMap<String, String> pairs) {
        return pairs.tailMap(prefix).entrySet().stream()
                .takeWhile(pair -> pair.getKey().startsWith(prefix))
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .toList();
    }
}
