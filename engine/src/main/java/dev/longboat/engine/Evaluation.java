package dev.longboat.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// One transaction's operations, done in order, each seeing those before it: the effects that they
/// have, and what each answers. Confined to the store-journal thread.
final class Evaluation {
    private final ProposalView view;
    private final long revision;
    private final NavigableMap<Key, KeyState> own = new TreeMap<>();
    private final List<Effect> effects = new ArrayList<>();
    private final LeaseEvaluation leases;
    private final long revokedBytesMax;
    private boolean deferred;

    /// @param leasesMax how many leases there may be
    /// @param revokedBytesMax the most bytes of deletes when a lease ends
    Evaluation(ProposalView view, int leasesMax, long revokedBytesMax) {
        this.view = view;
        this.revokedBytesMax = revokedBytesMax;
        this.revision = view.inFlight().revision() + 1;
        this.leases = new LeaseEvaluation(view, revision, leasesMax);
    }

    /// The effects so far, in order: those on keys, then those on leases.
    List<Effect> effects() {
        if (leases.effects().isEmpty()) {
            return effects;
        }
        List<Effect> all = new ArrayList<>(effects);
        all.addAll(leases.effects());
        return all;
    }

    /// What it has done to leases.
    LeaseEvaluation leases() {
        return leases;
    }

    /// Where the keys stand that it has changed.
    NavigableMap<Key, KeyState> changed() {
        return own;
    }

    /// Whether it must be evaluated again once what is in flight has been applied.
    boolean isDeferred() {
        return deferred;
    }

    /// What each step answers; cut short when the transaction must wait.
    List<OperationResult> run(List<Proposer.Step> steps) throws IOException {
        List<OperationResult> results = new ArrayList<>(steps.size());
        for (Proposer.Step step : steps) {
            if (deferred) {
                break;
            }
            results.add(
                    switch (step) {
                        case Proposer.Step.Single single -> run(single.operation());
                        case Proposer.Step.Group group ->
                            new OperationResult.Nested(
                                    group.chosen().held(), run(group.chosen().operations()));
                    });
        }
        return results;
    }

    private OperationResult run(Operation operation) throws IOException {
        return switch (operation) {
            case Operation.Put put -> put(put);
            case Operation.Delete delete -> new OperationResult.Deleted(deleteAll(delete.keys()));
            case Operation.Purge purge -> new OperationResult.Removed(purgeAll(purge.keys()));
            case Operation.Erase erase -> new OperationResult.Removed(erase(erase));
            case Operation.Trim trim -> new OperationResult.Removed(trimAll(trim));
            case Operation.TrimBefore trim -> new OperationResult.Removed(trimBefore(trim));
            case Operation.Grant grant -> new OperationResult.Granted(leases.grant(grant.lease(), grant.ttlMillis()));
            case Operation.Revoke revoke -> revoke(revoke);
            case Operation.Read read -> read(read);
            case Operation.Nested _ -> throw new IllegalStateException("a nested transaction is a group of steps");
        };
    }

    private OperationResult put(Operation.Put put) throws IOException {
        Key key = put.key();
        if (put.ttlMillis() != 0) {
            leases.grant(put.lease(), put.ttlMillis());
        }
        leases.attach(put.lease(), key);
        KeyState before = claim(key);
        Optional<KeyVersion> live = before.live().map(KeyValue::version);
        Moment at =
                moment(before.last(), before.last().ordinal() + 1, before.last().removalRevision());
        long createRevision = live.map(KeyVersion::createRevision).orElse(revision);
        long version = live.map(KeyVersion::version).orElse(0L) + 1;
        effects.add(new Effect.Put(key, at, 1 - before.count(), createRevision, version, put.lease(), put.value()));
        KeyVersion written = new KeyVersion(
                key,
                revision,
                at.subIndex(),
                createRevision,
                version,
                at.ordinal(),
                at.stamp(),
                put.lease(),
                put.value().length());
        own.put(key, new KeyState(Optional.of(new KeyValue(written, unwritten(put.value()))), at));
        return new OperationResult.Put(written, before.live());
    }

    private List<KeyValue> deleteAll(KeyRange range) throws IOException {
        List<KeyValue> found = live(range);
        for (KeyValue live : found) {
            delete(live.key());
        }
        return found;
    }

    private void delete(Key key) throws IOException {
        KeyState before = claim(key);
        Moment at = moment(before.last(), before.last().ordinal(), before.last().removalRevision());
        effects.add(new Effect.Delete(key, at, -before.count()));
        own.put(key, new KeyState(Optional.empty(), at));
    }

    private OperationResult revoke(Operation.Revoke revoke) throws IOException {
        Optional<HeldKeys> held = leases.held(revoke, revokedBytesMax);
        if (held.isEmpty()) {
            deferred = true;
            return new OperationResult.Revoked(List.of(), false);
        }
        List<KeyValue> ended = new ArrayList<>();
        for (Key key : held.get().keys()) {
            claim(key).live().ifPresent(ended::add);
            delete(key);
        }
        if (!held.get().more()) {
            leases.end(revoke.lease());
        }
        return new OperationResult.Revoked(ended, !held.get().more());
    }

    private List<KeyValue> purgeAll(KeyRange range) throws IOException {
        List<KeyValue> found = live(range);
        for (KeyValue live : found) {
            remove(live.key(), 1, revision - 1, Optional.empty());
        }
        return found;
    }

    private List<KeyValue> trimAll(Operation.Trim trim) throws IOException {
        List<KeyValue> trimmed = new ArrayList<>();
        for (KeyValue live : live(trim.keys())) {
            if (mustWait(live.key())) {
                return List.of();
            }
            List<Change.Put> puts = view.applied().puts(StoredKeys.of(live.key()), trim.keep() + 1L);
            if (puts.size() > trim.keep()) {
                long oldestKept = puts.get(trim.keep() - 1).at().revision();
                remove(live.key(), 1, oldestKept - 1, Optional.of(live));
                trimmed.add(live);
            }
        }
        return trimmed;
    }

    private List<KeyValue> trimBefore(Operation.TrimBefore trim) throws IOException {
        if (trim.revision() >= revision) {
            throw RevisionException.future(trim.revision(), revision - 1);
        }
        List<KeyValue> trimmed = new ArrayList<>();
        for (KeyValue live : live(trim.keys())) {
            if (mustWait(live.key())) {
                return List.of();
            }
            OptionalLong oldestKept = view.applied().trimmable(StoredKeys.of(live.key()), trim.revision());
            if (oldestKept.isPresent()) {
                remove(live.key(), 1, oldestKept.getAsLong() - 1, Optional.of(live));
                trimmed.add(live);
            }
        }
        return trimmed;
    }

    private List<KeyValue> erase(Operation.Erase erase) throws IOException {
        Key key = erase.key();
        if (erase.revision() < 1 || mustWait(key)) {
            return List.of();
        }
        byte[] storedKey = StoredKeys.of(key);
        boolean isThere = view.appliedAt(Math.max(erase.revision(), view.reach().horizon()))
                .find(storedKey)
                .filter(put -> put.at().revision() == erase.revision())
                .isPresent();
        if (!isThere) {
            return List.of();
        }
        KeyState before = view.state(key);
        // What the horizon hides behind the version must not come to light.
        long from = erase.revision() <= view.reach().horizon() ? 1 : erase.revision();
        Change.Removal removal = new Change.Removal(before.last(), from, erase.revision());
        Optional<KeyValue> left = view.applied().findWithout(storedKey, removal).map(put -> view.keyValue(key, put));
        remove(key, from, erase.revision(), left);
        left.ifPresent(again -> leases.attachAgain(again.version()));
        return before.live().stream().toList();
    }

    /// Erase and trim look at older versions, which only the applied state has: a key that is in
    /// flight makes them wait.
    private boolean mustWait(Key key) {
        if (own.containsKey(key)) {
            throw duplicate(key);
        }
        deferred |= view.inFlight().state(key).isPresent();
        return deferred;
    }

    private void remove(Key key, long from, long to, Optional<KeyValue> left) throws IOException {
        KeyState before = claim(key);
        Moment at = moment(before.last(), before.last().ordinal(), revision);
        KeyState after = new KeyState(left, at);
        effects.add(new Effect.Removal(key, at, after.count() - before.count(), from, to));
        own.put(key, after);
    }

    private OperationResult read(Operation.Read read) throws IOException {
        List<KeyValue> found = new ArrayList<>();
        try (LiveKeys keys = view.liveKeys(read.keys(), own)) {
            while (keys.next()) {
                if (read.limit() > 0 && found.size() == read.limit()) {
                    return new OperationResult.Read(found, true);
                }
                found.add(keys.current());
            }
        }
        return new OperationResult.Read(found, false);
    }

    private List<KeyValue> live(KeyRange range) throws IOException {
        Optional<Key> single = range.single();
        if (single.isPresent()) {
            KeyState done = own.get(single.get());
            return (done == null ? view.state(single.get()) : done)
                    .live().stream().toList();
        }
        List<KeyValue> found = new ArrayList<>();
        try (LiveKeys keys = view.liveKeys(range, own)) {
            while (keys.next()) {
                found.add(keys.current());
            }
        }
        return found;
    }

    /// Where a key stands before this transaction changes it, which it may do once.
    private KeyState claim(Key key) throws IOException {
        if (own.containsKey(key)) {
            throw duplicate(key);
        }
        return view.state(key);
    }

    private Moment moment(Moment last, long ordinal, long removalRevision) {
        long stamp = Math.max(view.inFlight().commitTime(), last.stamp() + 1);
        return new Moment(revision, effects.size(), ordinal, stamp, last.revision(), removalRevision);
    }

    private Value unwritten(NewValue value) {
        return switch (value) {
            case NewValue.Bytes bytes -> new Value(new Stored.Inline(bytes.bytes()), view.values());
            case NewValue.Uploaded uploaded ->
                new Value(new Stored.Uploaded(uploaded.length(), uploaded.pieces()), view.values());
            case NewValue.Compressed compressed -> new Value(compressed.stored(), view.values());
        };
    }

    private static InvalidRequestException duplicate(Key key) {
        return new InvalidRequestException(
                InvalidRequestException.Reason.DUPLICATE_KEY,
                "the key " + key + " is changed twice in one transaction");
    }
}
