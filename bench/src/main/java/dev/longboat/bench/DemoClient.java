package dev.longboat.bench;

import dev.longboat.client.Key;
import dev.longboat.client.KeyValue;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.RangeCursor;
import dev.longboat.client.RangeQuery;
import dev.longboat.client.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// One client of a demonstration. It writes only its own keys, so that it knows what they must
/// hold, and reads its neighbours' as well, whose values prove themselves. Confined to its thread.
final class DemoClient {
    private static final int KEYS = 2_000;
    private static final int PREFIX_LIMIT = 20;
    private static final int IN_100_SETS = 50;
    private static final int IN_100_OWN_GETS = 35;
    private static final int IN_100_OTHER_GETS = 10;

    private final String endpoint;
    private final int number;
    private final int clients;
    private final int valueBytesMax;
    private final Random random;
    private final DemoTotals totals;
    private final Ledger ledger = new Ledger();

    DemoClient(String endpoint, int number, int clients, long seed, int valueBytesMax, DemoTotals totals) {
        this.endpoint = endpoint;
        this.number = number;
        this.clients = clients;
        this.valueBytesMax = valueBytesMax;
        this.random = new Random(seed * 1_000_003 + number);
        this.totals = totals;
    }

    void run(int operations) {
        try (LongboatClient client = LongboatClient.connect(endpoint)) {
            for (int i = 0; i < operations; i++) {
                step(client);
            }
        }
    }

    private void step(LongboatClient client) {
        int die = random.nextInt(100);
        String own = key(number, random.nextInt(KEYS));
        if (die < IN_100_SETS) {
            set(client, own);
        } else if (die < IN_100_SETS + IN_100_OWN_GETS) {
            checkOwn(own, get(client, own));
        } else if (die < IN_100_SETS + IN_100_OWN_GETS + IN_100_OTHER_GETS) {
            String other = key(random.nextInt(clients), random.nextInt(KEYS));
            get(client, other).ifPresent(pair -> checkWhole(other, pair));
        } else {
            prefix(client, own.substring(0, own.length() - 2));
        }
    }

    private void set(LongboatClient client, String key) {
        long write = ledger.nextNumber();
        Value value = StampedValue.of(key, write, valueBytesMax);
        List<Change> changes = List.of(Change.set(key, value));
        ledger.intend(write, changes);
        totals.sets().time(() -> client.set(Key.of(key), value));
        ledger.acknowledge(write, changes);
    }

    private Optional<KeyValue> get(LongboatClient client, String key) {
        List<KeyValue> found = new ArrayList<>();
        totals.gets().time(() -> client.get(key).ifPresent(found::add));
        return found.stream().findFirst();
    }

    /// The first pairs with a prefix: exactly those that this client wrote, each as it wrote it
    /// last.
    private void prefix(LongboatClient client, String prefix) {
        List<KeyValue> found = new ArrayList<>();
        totals.prefixes().time(() -> {
            try (RangeCursor pairs = client.range(RangeQuery.prefix(prefix).limit(PREFIX_LIMIT))) {
                pairs.forEachRemaining(found::add);
            }
        });
        List<String> keys = found.stream().map(pair -> pair.key().text()).toList();
        List<String> expected = ledger.present(prefix, PREFIX_LIMIT);
        if (!keys.equals(expected)) {
            totals.mismatch("prefix " + prefix + ": " + keys + " instead of " + expected);
            return;
        }
        found.forEach(pair -> checkOwn(pair.key().text(), Optional.of(pair)));
    }

    private void checkOwn(String key, Optional<KeyValue> found) {
        long held = found.map(pair -> checkWhole(key, pair)).orElse(Ledger.Write.NONE.number());
        if (held >= 0 && !ledger.found(key, write -> write.number() == held)) {
            totals.mismatch(key + " holds write " + held + " instead of " + ledger.possible(key));
        }
    }

    /// The number of the write that is found, -1 when it is no whole value of the key.
    private long checkWhole(String key, KeyValue pair) {
        long held = StampedValue.number(key, pair.value(), valueBytesMax).orElse(-1);
        if (held < 0) {
            totals.mismatch(key + " holds " + pair.version().valueBytes() + " bytes that nobody wrote under it");
        }
        return held;
    }

    private static String key(int client, int index) {
        return "demo/client-%03d/key-%05d".formatted(client, index);
    }
}
