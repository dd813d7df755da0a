package dev.longboat.bench;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the pairs of one client must be, since nobody else writes them. Confined to one thread.
final class Expectation {
    private final Map<String, String> pairs = new TreeMap<>();

    /// What must be answered; the pairs are then as after it.
    Outcome after(Act act) {
        boolean isThere = pairs.containsKey(act.key());
        return switch (act.verb()) {
            case CREATE -> stored(!isThere, act);
            case UPDATE -> stored(isThere, act);
            case SET -> stored(true, act);
            case GET -> Outcome.found(Optional.ofNullable(pairs.get(act.key())));
            case DELETE -> Outcome.of(pairs.remove(act.key()) != null);
        };
    }

    private Outcome stored(boolean may, Act act) {
        if (may) {
            pairs.put(act.key(), act.value());
        }
        return Outcome.of(may);
    }

    Map<String, String> pairs() {
        return pairs;
    }
}
