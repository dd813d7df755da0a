package dev.longboat.engine;

import dev.longboat.testkit.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Draws transactions, views and ranges that look for trouble: few keys, much history, neighbours
/// in order. The same seed and the same model draw the same ones. Confined to the test's thread.
final class RandomHistory {
    private static final int LEASES = 5;

    /// So long that none ends by itself.
    private static final long LEASE_MILLIS = 1L << 40;

    private final Samples samples;
    private final StoreModel model;
    private int valueBytesMax;
    private final List<Key> pool = new ArrayList<>();

    private RandomHistory(RandomHistory other, long seed) {
        this.samples = new Samples(seed);
        this.model = other.model;
        this.valueBytesMax = other.valueBytesMax;
        this.pool.addAll(other.pool);
    }

    /// Draws of its own over the same keys.
    RandomHistory another(long seed) {
        return new RandomHistory(this, seed);
    }

    /// @param model asked for revisions that exist, never for answers
    RandomHistory(long seed, StoreModel model, int keyCount, int valueBytesMax) {
        this.samples = new Samples(seed);
        this.model = model;
        this.valueBytesMax = valueBytesMax;
        for (int i = 0; i < keyCount; i++) {
            pool.add(Key.of(samples.key()));
        }
    }

    Samples samples() {
        return samples;
    }

    Transaction transaction() {
        return transaction(1);
    }

    /// A transaction whose values together fit an entry of any store.
    Transaction shortTransaction() {
        int usual = valueBytesMax;
        valueBytesMax = 400;
        try {
            return transaction(1);
        } finally {
            valueBytesMax = usual;
        }
    }

    private Transaction transaction(int depth) {
        List<Condition> conditions = new ArrayList<>();
        while (samples.oneIn(4)) {
            conditions.add(condition());
        }
        return new Transaction(
                conditions, operations(depth), conditions.isEmpty() ? List.of() : operations(depth), true);
    }

    private List<Operation> operations(int depth) {
        List<Operation> operations = new ArrayList<>();
        int count = samples.oneIn(3) ? 1 + samples.below(5) : 1;
        for (int i = 0; i < count; i++) {
            operations.add(operation(depth));
        }
        return operations;
    }

    private Operation operation(int depth) {
        return switch (samples.below(27)) {
            case 0, 1 -> new Operation.Delete(KeyRange.only(key()));
            case 2 -> new Operation.Delete(range());
            case 3 -> new Operation.Purge(samples.oneIn(3) ? range() : KeyRange.only(key()));
            case 4, 5 -> erase();
            case 6 -> new Operation.Trim(KeyRange.only(key()), 1 + samples.below(3));
            case 7 -> new Operation.Trim(range(), 1 + samples.below(3));
            case 8, 9 -> new Operation.Read(range(), samples.below(6));
            case 10 ->
                depth > Transaction.DEPTH_MAX || samples.oneIn(4)
                        ? new Operation.Read(KeyRange.only(key()), 0)
                        : new Operation.Nested(transaction(depth + 1));
            case 11 ->
                new Operation.TrimBefore(
                        samples.oneIn(3) ? range() : KeyRange.only(key()), 1 + samples.below((int) model.revision()));
            case 24 -> new Operation.Grant(lease(), LEASE_MILLIS + samples.below(1000));
            case 25, 26 -> new Operation.Revoke(samples.oneIn(4) ? lease() : knownLease(), 1 + samples.below(6));
            default -> put();
        };
    }

    /// The id of a lease that may exist or not.
    long lease() {
        return 1L + samples.below(LEASES);
    }

    /// The id of a lease that exists, when there is any.
    private long knownLease() {
        List<Lease> leases = model.leases();
        return leases.isEmpty()
                ? lease()
                : leases.get(samples.below(leases.size())).id();
    }

    /// A put of a value of any size.
    Operation put() {
        long lease = samples.oneIn(4) && (!model.leases().isEmpty() || samples.oneIn(8)) ? knownLease() : 0;
        NewValue value = NewValue.of(samples.value(valueBytesMax));
        return samples.oneIn(20)
                ? new Operation.Put(key(), value, lease(), LEASE_MILLIS)
                : new Operation.Put(key(), value, lease);
    }

    private Operation erase() {
        Key key = key();
        List<Long> revisions = model.revisionsOf(key);
        long revision = revisions.isEmpty() || samples.oneIn(5)
                ? samples.below((int) model.revision() + 3)
                : revisions.get(samples.below(revisions.size()));
        return new Operation.Erase(key, revision);
    }

    private Condition condition() {
        KeyRange keys = samples.oneIn(4) ? range() : KeyRange.only(key());
        Condition.Relation relation = samples.oneOf(Condition.Relation.values());
        if (samples.oneIn(5)) {
            return new Condition.Content(keys, relation, samples.bytes(samples.below(20)));
        }
        Condition.Field field = samples.oneOf(Condition.Field.values());
        long operand = samples.below(field == Condition.Field.VERSION ? 3 : (int) model.revision() + 2);
        return new Condition.Numeric(keys, field, relation, operand);
    }

    Key key() {
        return samples.oneIn(30) ? Key.of(samples.key()) : pool.get(samples.below(pool.size()));
    }

    KeyRange range() {
        return switch (samples.below(6)) {
            case 0 -> KeyRange.all();
            case 1 -> KeyRange.from(key().toBytes());
            case 2, 3 -> {
                byte[] key = key().toBytes();
                yield KeyRange.prefix(Arrays.copyOf(key, samples.below(Math.min(key.length, 8) + 1)));
            }
            default -> KeyRange.between(key().toBytes(), key().toBytes());
        };
    }

    View view() {
        long oldest = Math.max(1, model.horizon());
        View view =
                samples.oneIn(3) ? View.NEWEST : View.at(oldest + samples.below((int) (model.revision() - oldest) + 1));
        return switch (samples.below(6)) {
            case 0 -> view.within(new View.Bound.OrdinalAtMost(samples.below(6)));
            case 1 -> view.within(new View.Bound.StampAtMost(ModelledStore.EPOCH_MILLIS + samples.below(400) - 50));
            default -> view;
        };
    }
}
