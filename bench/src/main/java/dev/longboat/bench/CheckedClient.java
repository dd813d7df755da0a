package dev.longboat.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/// One client of a [Check]: random acts on pairs that nobody else writes, so that it knows what
/// each must be answered. Confined to one thread.
final class CheckedClient implements Callable<Map<String, String>> {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789ãñ漢✓~!,;:\"\\";
    private static final int VALUE_LETTERS_MIN = 3;
    private static final int VALUE_LETTERS_MAX = 40;

    private final Door door;
    private final String endpoint;
    private final String prefix;
    private final int acts;
    private final int keys;
    private final SplittableRandom random;
    private final Expectation expectation = new Expectation();

    /// @param prefix of the keys that it writes
    /// @param acts how many
    /// @param keys over how many keys
    CheckedClient(Door door, String endpoint, String prefix, int acts, int keys, long seed) {
        this.door = door;
        this.endpoint = endpoint;
        this.prefix = prefix;
        this.acts = acts;
        this.keys = keys;
        this.random = new SplittableRandom(seed);
    }

    /// Goes through all acts, and stops at the first answer that is wrong.
    ///
    /// @return the pairs that must be there afterwards
    /// @throws IOException when an answer was wrong, or never came
    @Override
    public Map<String, String> call() throws IOException {
        try (Caller caller = door.open(endpoint)) {
            for (int i = 0; i < acts; i++) {
                Act act = next();
                Outcome expected = expectation.after(act);
                Outcome answered = caller.call(act);
                if (!answered.equals(expected)) {
                    throw new IOException(act + " was answered " + answered + ", not " + expected);
                }
            }
        }
        return expectation.pairs();
    }

    private Act next() {
        List<Act.Verb> verbs = door.verbs();
        Act.Verb verb = verbs.get(random.nextInt(verbs.size()));
        String key = prefix + random.nextInt(keys);
        return switch (verb) {
            case CREATE, UPDATE, SET -> new Act(verb, key, value());
            case GET, DELETE -> new Act(verb, key, "");
        };
    }

    private String value() {
        int[] letters = LETTERS.codePoints().toArray();
        StringBuilder value = new StringBuilder();
        for (int left = random.nextInt(VALUE_LETTERS_MIN, VALUE_LETTERS_MAX + 1); left > 0; left--) {
            value.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return value.toString();
    }
}
