package dev.longboat.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a store must answer, the obvious way: every change of every key in a list, looked through
/// from the newest at every question. It knows nothing of journals, memtables and tables.
///
/// Confined to the test's thread.
final class StoreModel {
    /// Something that happened to a key.
    sealed interface Event {
        long revision();

        long ordinal();

        long stamp();
    }

    /// The key got a value.
    record Put(KeyVersion version, byte[] value) implements Event {
        @Override
        public long revision() {
            return version.revision();
        }

        @Override
        public long ordinal() {
            return version.ordinal();
        }

        @Override
        public long stamp() {
            return version.stamp();
        }
    }

    /// The key ended.
    record Delete(long revision, long ordinal, long stamp) implements Event {}

    /// The events of revisions `from` to `to` are gone for reads that begin now or later.
    record Removal(long revision, long ordinal, long stamp, long from, long to) implements Event {}

    /// What came of a transaction: what a store must say of it, or why it must refuse it.
    record Outcome(String told, Optional<InvalidRequestException.Reason> refusal) {}

    /// Oldest first.
    private final NavigableMap<Key, List<Event>> histories = new TreeMap<>();

    /// The keys that a revision changed, in order.
    private final NavigableMap<Long, List<Key>> changed = new TreeMap<>();

    private final LeaseModel leases = new LeaseModel();

    private final NavigableMap<Long, Long> commitTimes = new TreeMap<>();
    private final int versionsMax;
    private long revision = 1;
    private long horizon;
    private long changes;

    /// Of the transaction under way.
    private final Set<Key> claimed = new HashSet<>();

    private final Set<Long> claimedLeases = new HashSet<>();
    private final Set<Long> attached = new HashSet<>();
    private boolean leased;

    private long now;
    private int effects;

    StoreModel() {
        this(Retention.all());
    }

    StoreModel(Retention retention) {
        this.versionsMax = retention.versionsMax();
        commitTimes.put(revision, 0L);
    }

    /// The oldest revision that can be read; 0 when nothing was trimmed.
    long horizon() {
        return horizon;
    }

    void trimTo(long oldest) {
        changes++;
        horizon = oldest;
    }

    long revision() {
        return revision;
    }

    /// How often anything was added or taken back.
    long changes() {
        return changes;
    }

    /// Every key that ever had an event.
    Set<Key> keys() {
        return histories.keySet();
    }

    /// The revisions at which something happened to a key.
    List<Long> revisionsOf(Key key) {
        return events(key).stream().map(Event::revision).toList();
    }

    /// Takes back every change after a revision.
    void forgetAfter(long newest) {
        changes++;
        histories.values().forEach(events -> events.removeIf(event -> event.revision() > newest));
        histories.values().removeIf(List::isEmpty);
        commitTimes.tailMap(newest, false).clear();
        changed.tailMap(newest, false).clear();
        leases.forgetAfter(newest);
        revision = newest;
    }

    // ---- Reads

    /// What a read that begins at a revision sees of a key.
    Optional<Put> find(Key key, long began, View view) {
        return find(key, began, view, horizon);
    }

    /// What a read that began when the horizon was another sees of a key.
    Optional<Put> find(Key key, long began, View view, long oldest) {
        return seen(key, began, oldest).stream()
                .filter(event -> isWithin(event, view))
                .findFirst()
                .flatMap(event -> event instanceof Put put ? Optional.of(put) : Optional.empty());
    }

    /// What can be seen of a key at all, newest first.
    private List<Event> seen(Key key, long began, long oldest) {
        List<Removal> removals = new ArrayList<>();
        List<Event> seen = new ArrayList<>();
        List<Event> events =
                events(key).stream().filter(event -> event.revision() <= began).toList();
        for (Event event : events.reversed()) {
            if (event instanceof Removal removal) {
                removals.add(removal);
            } else if (!isRemoved(event, removals)) {
                if (event.ordinal() <= events.getLast().ordinal() - versionsMax) {
                    return seen;
                }
                seen.add(event);
                if (event.revision() <= oldest || (versionsMax < Integer.MAX_VALUE && event instanceof Delete)) {
                    return seen;
                }
            }
        }
        return seen;
    }

    /// What a read sees of a range, ascending.
    List<Put> range(KeyRange range, long began, View view) {
        return range(range, began, view, horizon);
    }

    /// As above, when the horizon was another.
    List<Put> range(KeyRange range, long began, View view, long oldest) {
        return histories.keySet().stream()
                .filter(range::contains)
                .flatMap(key -> find(key, began, view, oldest).stream())
                .toList();
    }

    /// How many keys exist at a revision.
    long count(long at) {
        return range(KeyRange.all(), at, View.NEWEST).size();
    }

    private static boolean isRemoved(Event event, List<Removal> removals) {
        for (Removal removal : removals) {
            if (removal.from() <= event.revision() && event.revision() <= removal.to()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWithin(Event event, View view) {
        boolean seen = view.revision() == 0 || event.revision() <= view.revision();
        return seen
                && switch (view.bound()) {
                    case View.Bound.None _ -> true;
                    case View.Bound.OrdinalAtMost(long ordinal) -> event.ordinal() <= ordinal;
                    case View.Bound.StampAtMost(long stamp) -> event.stamp() <= stamp;
                };
    }

    private List<Event> events(Key key) {
        return histories.getOrDefault(key, List.of());
    }

    // ---- Transactions

    /// Does a transaction whose values are all at hand.
    ///
    /// @param wallMillis what the store's clock shows
    Outcome commit(Transaction transaction, long wallMillis) {
        long before = revision;
        changes++;
        claimed.clear();
        claimedLeases.clear();
        attached.clear();
        leased = false;
        effects = 0;
        now = Math.max(wallMillis, commitTimes.lastEntry().getValue());
        revision = before + 1;
        try {
            Chosen chosen = choose(transaction, 1);
            String results = run(chosen.steps());
            boolean changed = effects > 0 || leased;
            if (changed) {
                commitTimes.put(revision, now);
            } else {
                revision = before;
            }
            return new Outcome(Told.commit(revision, changed, chosen.held(), results), Optional.empty());
        } catch (InvalidRequestException e) {
            forgetAfter(before);
            return new Outcome("refused", Optional.of(e.reason()));
        }
    }

    private record Chosen(boolean held, List<Object> steps) {}

    private Chosen choose(Transaction transaction, int depth) {
        if (depth > Transaction.DEPTH_MAX) {
            throw new InvalidRequestException(InvalidRequestException.Reason.TRANSACTION_TOO_DEEP, "too deep");
        }
        boolean held = transaction.conditions().stream().allMatch(this::holds);
        List<Object> steps = new ArrayList<>();
        for (Operation operation : held ? transaction.then() : transaction.otherwise()) {
            steps.add(
                    operation instanceof Operation.Nested nested ? choose(nested.transaction(), depth + 1) : operation);
        }
        return new Chosen(held, steps);
    }

    private boolean holds(Condition condition) {
        List<Put> found = live(condition.keys());
        if (found.isEmpty() && condition.keys().single().isPresent()) {
            return condition instanceof Condition.Numeric number
                    && number.relation().holds(Long.compare(0, number.operand()));
        }
        return found.stream().allMatch(put -> switch (condition) {
            case Condition.Numeric number ->
                number.relation().holds(Long.compare(field(put.version(), number.field()), number.operand()));
            case Condition.Content content ->
                content.relation().holds(Arrays.compareUnsigned(put.value(), content.operand()));
        });
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

    private String run(List<Object> steps) {
        List<String> told = new ArrayList<>();
        for (Object step : steps) {
            told.add(
                    switch (step) {
                        case Chosen group -> Told.nested(group.held(), run(group.steps()));
                        case Operation operation -> run(operation);
                        default -> throw new IllegalStateException("no step: " + step);
                    });
        }
        return told.toString();
    }

    private String run(Operation operation) {
        return switch (operation) {
            case Operation.Put put -> put(put);
            case Operation.Delete delete -> delete(delete.keys());
            case Operation.Purge purge -> purge(purge.keys());
            case Operation.Erase erase -> erase(erase);
            case Operation.Trim trim -> trim(trim);
            case Operation.TrimBefore trim -> trimBefore(trim);
            case Operation.Grant grant -> Told.granted(grant(grant.lease(), grant.ttlMillis()));
            case Operation.Revoke revoke -> revoke(revoke);
            case Operation.Read read -> read(read);
            case Operation.Nested _ -> throw new IllegalStateException("a nested transaction is a step of its own");
        };
    }

    private String put(Operation.Put put) {
        Key key = put.key();
        if (put.ttlMillis() != 0) {
            grant(put.lease(), put.ttlMillis());
        }
        if (put.lease() != 0) {
            require(put.lease());
            attached.add(put.lease());
        }
        claim(key);
        Optional<Put> before = live(key);
        byte[] value = ((NewValue.Bytes) put.value()).bytes();
        KeyVersion written = new KeyVersion(
                key,
                revision,
                effects,
                before.map(live -> live.version().createRevision()).orElse(revision),
                before.map(live -> live.version().version()).orElse(0L) + 1,
                ordinal(key) + 1,
                stamp(key),
                put.lease(),
                value.length);
        add(key, new Put(written, value));
        return Told.put(Told.version(written), before.map(Told::version));
    }

    private String delete(KeyRange range) {
        List<Put> found = live(range);
        for (Put live : found) {
            Key key = live.version().key();
            claim(key);
            add(key, new Delete(revision, ordinal(key), stamp(key)));
        }
        return Told.deleted(found.stream().map(Told::version).toList());
    }

    private Lease grant(long id, long ttlMillis) {
        claimLease(id);
        if (lease(id).isPresent()) {
            throw new InvalidRequestException(InvalidRequestException.Reason.LEASE_EXISTS, "there");
        }
        Lease lease = new Lease(id, ttlMillis, revision);
        leases.granted(lease);
        leased = true;
        return lease;
    }

    private String revoke(Operation.Revoke revoke) {
        if (attached.contains(revoke.lease())) {
            throw new InvalidRequestException(InvalidRequestException.Reason.DUPLICATE_KEY, "hung on");
        }
        checkUnclaimed(revoke.lease());
        // What this transaction has done to keys is not looked at: they would be changed twice.
        List<Key> held = heldKeys(require(revoke.lease()), revision - 1);
        List<String> ended = new ArrayList<>();
        for (Key key : held.subList(0, Math.min(held.size(), revoke.keysMax()))) {
            claim(key);
            ended.add(Told.version(live(key).orElseThrow()));
            add(key, new Delete(revision, ordinal(key), stamp(key)));
        }
        boolean all = ended.size() == held.size();
        if (all) {
            claimLease(revoke.lease());
            leases.ended(revision, revoke.lease());
            leased = true;
        }
        return Told.revoked(ended, all);
    }

    private Lease require(long id) {
        return lease(id)
                .orElseThrow(() ->
                        new InvalidRequestException(InvalidRequestException.Reason.LEASE_NOT_FOUND, "no lease " + id));
    }

    private Optional<Lease> lease(long id) {
        return leases.find(id, revision);
    }

    /// The leases that there are, in the order of their ids.
    List<Lease> leases() {
        return leases(revision);
    }

    /// The leases that there are at a revision, in the order of their ids.
    List<Lease> leases(long at) {
        return leases.all(at);
    }

    /// The keys that a lease holds at a revision, in order.
    List<Key> heldKeys(Lease lease, long at) {
        return range(KeyRange.all(), at, View.NEWEST).stream()
                .map(Put::version)
                .filter(version -> version.lease() == lease.id() && version.revision() >= lease.revision())
                .map(KeyVersion::key)
                .toList();
    }

    private void claimLease(long id) {
        checkUnclaimed(id);
        claimedLeases.add(id);
    }

    private void checkUnclaimed(long id) {
        if (claimedLeases.contains(id)) {
            throw new InvalidRequestException(InvalidRequestException.Reason.DUPLICATE_KEY, "twice " + id);
        }
    }

    private String purge(KeyRange range) {
        List<Put> found = live(range);
        found.forEach(live -> remove(live.version().key(), 1, revision - 1));
        return Told.removed(found.stream().map(Told::version).toList());
    }

    private String erase(Operation.Erase erase) {
        Key key = erase.key();
        if (erase.revision() < 1) {
            return Told.removed(List.of());
        }
        checkUnclaimed(key);
        boolean isThere = standing(key).stream().anyMatch(put -> put.revision() == erase.revision());
        if (!isThere) {
            return Told.removed(List.of());
        }
        Optional<Put> before = live(key);
        remove(key, erase.revision() <= horizon ? 1 : erase.revision(), erase.revision());
        live(key)
                .map(Put::version)
                .filter(again -> lease(again.lease())
                        .filter(lease -> again.revision() >= lease.revision())
                        .isPresent())
                .ifPresent(again -> attached.add(again.lease()));
        return Told.removed(before.map(Told::version).stream().toList());
    }

    private String trim(Operation.Trim trim) {
        List<String> trimmed = new ArrayList<>();
        for (Put live : live(trim.keys())) {
            Key key = live.version().key();
            checkUnclaimed(key);
            List<Put> standing = standing(key);
            if (standing.size() > trim.keep()) {
                remove(key, 1, standing.get(trim.keep() - 1).revision() - 1);
                trimmed.add(Told.version(live));
            }
        }
        return Told.removed(trimmed);
    }

    private String trimBefore(Operation.TrimBefore trim) {
        List<String> trimmed = new ArrayList<>();
        for (Put live : live(trim.keys())) {
            Key key = live.version().key();
            checkUnclaimed(key);
            List<Event> seen = seen(key, revision, horizon);
            List<Event> old = seen.stream()
                    .filter(event -> event.revision() <= trim.revision())
                    .toList();
            if (old.stream().skip(1).anyMatch(Put.class::isInstance)) {
                remove(key, 1, old.getFirst().revision() - 1);
                trimmed.add(Told.version(live));
            }
        }
        return Told.removed(trimmed);
    }

    /// What a read that begins now and looks at a view is told of a key's past, newest first.
    List<String> history(Key key, long began, View view, long oldest) {
        List<Event> seen = seen(key, began, oldest);
        List<String> told = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            Event event = seen.get(i);
            if (isWithin(event, view) && event instanceof Put put) {
                told.add(Told.version(put));
            } else if (isWithin(event, view) && i + 1 < seen.size() && seen.get(i + 1) instanceof Put) {
                told.add(Told.ended(event.revision(), event.ordinal(), event.stamp()));
            }
        }
        return told;
    }

    /// What a watch that asks now is told of the revisions `from` to `to`.
    List<String> watched(WatchRequest request, long from, long to) {
        List<String> told = new ArrayList<>();
        changed.subMap(from, true, to, true)
                .forEach((at, keys) -> keys.stream()
                        .filter(request.keys()::contains)
                        .forEach(key -> watched(request, at, key).ifPresent(told::add)));
        return told;
    }

    /// Whether one of these keys was changed by the revisions `from` to `to`.
    boolean isChanged(KeyRange keys, long from, long to) {
        return from <= to
                && changed.subMap(from, true, to, true).values().stream()
                        .anyMatch(each -> each.stream().anyMatch(keys::contains));
    }

    private Optional<String> watched(WatchRequest request, long at, Key key) {
        List<Event> events = events(key);
        Event event = events.stream()
                .filter(each -> each.revision() == at)
                .findFirst()
                .orElseThrow();
        List<Removal> removals = events.stream()
                .filter(Removal.class::isInstance)
                .map(Removal.class::cast)
                .toList();
        boolean isKept = versionsMax == Integer.MAX_VALUE
                || event.revision() == events.getLast().revision()
                || (event instanceof Put && seen(key, revision, horizon).contains(event));
        if (isRemoved(event, removals) || !isKept) {
            return Optional.empty();
        }
        Optional<Put> now = event instanceof Delete ? Optional.empty() : find(key, revision, View.at(at));
        if (event instanceof Removal removal && now.isPresent() && now.get().revision() > removal.to()) {
            return Optional.empty();
        }
        Optional<String> previous = request.previous() && at > Math.max(2, horizon)
                ? find(key, revision, View.at(at - 1)).map(Told::version)
                : Optional.empty();
        return now.isPresent()
                ? now.filter(_ -> request.puts()).map(put -> Told.watched(at, Told.version(put), previous))
                : Optional.of(Told.watched(
                                at, Told.key(key) + " " + Told.ended(at, event.ordinal(), event.stamp()), previous))
                        .filter(_ -> request.ends());
    }

    private String read(Operation.Read read) {
        List<Put> found = live(read.keys());
        boolean more = read.limit() > 0 && found.size() > read.limit();
        return Told.read(
                found.stream()
                        .limit(more ? read.limit() : Long.MAX_VALUE)
                        .map(Told::version)
                        .toList(),
                more);
    }

    /// The puts of a key that can be seen, newest first.
    private List<Put> standing(Key key) {
        return seen(key, revision, horizon).stream()
                .filter(Put.class::isInstance)
                .map(Put.class::cast)
                .toList();
    }

    private void remove(Key key, long from, long to) {
        claim(key);
        add(key, new Removal(revision, ordinal(key), stamp(key), from, to));
    }

    private void add(Key key, Event event) {
        histories.computeIfAbsent(key, _ -> new ArrayList<>()).add(event);
        changed.computeIfAbsent(event.revision(), _ -> new ArrayList<>()).add(key);
        effects++;
    }

    private void claim(Key key) {
        checkUnclaimed(key);
        claimed.add(key);
    }

    private void checkUnclaimed(Key key) {
        if (claimed.contains(key)) {
            throw new InvalidRequestException(InvalidRequestException.Reason.DUPLICATE_KEY, "twice " + key);
        }
    }

    private Optional<Put> live(Key key) {
        return find(key, revision, View.NEWEST);
    }

    private List<Put> live(KeyRange range) {
        return range(range, revision, View.NEWEST);
    }

    private long ordinal(Key key) {
        return last(key).map(Event::ordinal).orElse(0L);
    }

    private long stamp(Key key) {
        return Math.max(now, last(key).map(Event::stamp).orElse(0L) + 1);
    }

    private Optional<Event> last(Key key) {
        List<Event> events = events(key);
        return events.isEmpty() ? Optional.empty() : Optional.of(events.getLast());
    }
}
