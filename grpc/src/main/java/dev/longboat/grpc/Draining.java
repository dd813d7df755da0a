package dev.longboat.grpc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Tells calls without an end of their own that the server is stopping: a session would otherwise
/// stay as long as its client does. Safe for concurrent use.
public final class Draining {
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean begun = new AtomicBoolean();

    /// Whether the server is stopping.
    boolean begun() {
        return begun.get();
    }

    /// Runs this when the server stops, or at once when it does already. It may run twice.
    void add(Runnable listener) {
        listeners.add(listener);
        if (begun.get()) {
            listener.run();
        }
    }

    void remove(Runnable listener) {
        listeners.remove(listener);
    }

    /// The server stops.
    public void begin() {
        begun.set(true);
        listeners.forEach(Runnable::run);
    }
}
