package dev.longboat.bench;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.Key;
import dev.longboat.client.KeyValue;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.LongboatException;
import dev.longboat.client.RangeCursor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// One client of the crash laboratory: writes, deletes and streams until its server is gone, and
/// reads everything back afterwards. Confined to one thread at a time, handed over between rounds.
final class CrashClient {
    private static final int KEYS = 300;
    private static final int IN_100_DELETES = 10;
    private static final int IN_100_LARGE = 2;
    private static final int LARGE_BYTES_MAX = 3 << 20;
    private static final int SMALL_BYTES_MAX = 8 << 10;
    private static final ClientOptions ONCE = ClientOptions.DEFAULTS.retryAttemptsMax(1);

    private final int number;
    private final Random random;
    private final Ledger ledger = new Ledger();

    CrashClient(int number, long seed) {
        this.number = number;
        this.random = new Random(seed);
    }

    long acknowledged() {
        return ledger.acknowledged();
    }

    /// Keys with a write whose answer never came.
    long inDoubt() {
        return ledger.keys().stream()
                .filter(key -> ledger.possible(key).size() > 1)
                .count();
    }

    /// Writes as fast as the server answers, until it does not.
    void writeUntilCut(String endpoint) {
        try (LongboatClient client = LongboatClient.connect(endpoint, ONCE)) {
            while (true) {
                write(client);
            }
        } catch (LongboatException.OutcomeUnknown | LongboatException.Unavailable _) {
            // The kill. Other failures are the server's fault and end the laboratory.
        }
    }

    private void write(LongboatClient client) {
        int die = random.nextInt(100);
        boolean large = die < IN_100_LARGE;
        String key = (large ? largePrefix() : smallPrefix()) + random.nextInt(KEYS);
        long write;
        if (die >= IN_100_LARGE && die < IN_100_LARGE + IN_100_DELETES) {
            write = ledger.intendDelete(key);
            client.delete(key);
        } else {
            write = ledger.intendSet(key);
            client.set(Key.of(key), StampedValue.of(key, write, bytesMax(key)));
        }
        ledger.acknowledge(key, write);
    }

    /// Reads every key of this client, one by one and as a range; answers what is wrong.
    List<String> verify(String endpoint) {
        List<String> wrong = new ArrayList<>();
        try (LongboatClient client = LongboatClient.connect(endpoint)) {
            for (String key : ledger.keys()) {
                Set<Long> possible = ledger.possible(key);
                long held = client.get(key).map(pair -> held(key, pair)).orElse(Ledger.ABSENT);
                if (!ledger.found(key, held)) {
                    wrong.add(key + " holds write " + held + " instead of " + possible);
                }
            }
            Set<String> found = new HashSet<>();
            try (RangeCursor pairs = client.prefix(prefix())) {
                pairs.forEachRemaining(pair -> found.add(pair.key().text()));
            }
            if (!found.equals(Set.copyOf(ledger.present(prefix(), Integer.MAX_VALUE)))) {
                wrong.add(prefix() + " as a range holds other keys than one by one");
            }
        }
        return wrong;
    }

    private long held(String key, KeyValue pair) {
        return StampedValue.number(key, pair.value(), bytesMax(key)).orElse(-1);
    }

    private int bytesMax(String key) {
        return key.startsWith(largePrefix()) ? LARGE_BYTES_MAX : SMALL_BYTES_MAX;
    }

    private String prefix() {
        return "crash/client-" + number + "/";
    }

    private String largePrefix() {
        return prefix() + "large/";
    }

    private String smallPrefix() {
        return prefix() + "small/";
    }
}
