package dev.longboat.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Keys for people: the first few by name, the others by number. Confined to one thread.
final class KeyList {
    private static final int SHOWN_MAX = 10;

    private final Set<String> shown = new LinkedHashSet<>();
    private long count;

    void add(byte[] storedKey, long revision) {
        count++;
        if (shown.size() < SHOWN_MAX) {
            shown.add(EntryDump.key(storedKey) + " at revision " + revision);
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>(shown);
        if (count > shown.size()) {
            parts.add("and " + (count - shown.size()) + " more");
        }
        return String.join(", ", parts);
    }
}
