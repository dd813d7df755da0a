package dev.longboat.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.longboat.disk.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The search for damage in a running store: reads every file against its checksums, no faster than
/// it is told, so that what has rotted is known before somebody needs it. It changes nothing; a
/// damaged value is refused to whoever asks for it, found or not.
///
/// ```java
/// store.scrub().bytesPerSecond(8 << 20);
/// store.scrub().start();
/// store.scrub().status().findings().forEach(System.err::println);
/// ```
///
/// Safe for concurrent use.
public final class Scrub {
    /// How fast it reads unless it is told otherwise, bytes a second.
    public static final long BYTES_PER_SECOND_DEFAULT = 8L << 20;

    private static final long WAIT_NANOS_MIN = 5_000_000;

    private final OpenStore store;
    private final Clock clock;
    private final boolean threads;

    @GuardedBy("this")
    private final Map<String, ScrubFinding> findings = new LinkedHashMap<>();

    @GuardedBy("this")
    private final Set<String> seen = new LinkedHashSet<>();

    @GuardedBy("this")
    private ScrubStatus.State state = ScrubStatus.State.IDLE;

    @GuardedBy("this")
    private boolean driven;

    @GuardedBy("this")
    private boolean closing;

    @GuardedBy("this")
    private long bytesPerSecond = BYTES_PER_SECOND_DEFAULT;

    @GuardedBy("this")
    private long repeatMillis;

    @GuardedBy("this")
    private long dueNanos;

    @GuardedBy("this")
    private String file = "";

    @GuardedBy("this")
    private long passes;

    @GuardedBy("this")
    private long bytes;

    @GuardedBy("this")
    private long passBytes;

    @GuardedBy("this")
    private long passBytesTotal;

    @GuardedBy("this")
    private long lastPassMillis;

    private final ScrubDriver driver;

    /// @param threads whether it works on a thread of its own; else a pass is over when `start`
    ///     returns
    Scrub(OpenStore store, Clock clock, boolean threads) {
        this.store = store;
        this.clock = clock;
        this.threads = threads;
        this.driver = new ScrubDriver(this);
    }

    /// Begins a pass, or goes on with the one that is paused. Nothing when one is under way.
    public void start() {
        synchronized (this) {
            if (closing) {
                throw new StoreClosedException("the store is closed");
            }
            state = ScrubStatus.State.RUNNING;
            drive();
            notifyAll();
        }
        if (!threads) {
            pass();
        }
    }

    /// Stands still until the next start. Nothing when no pass is under way.
    public synchronized void pause() {
        if (state == ScrubStatus.State.RUNNING) {
            state = ScrubStatus.State.PAUSED;
        }
    }

    /// How fast it reads from now on.
    ///
    /// @param rate at least 1
    public synchronized void bytesPerSecond(long rate) {
        if (rate < 1) {
            throw new IllegalArgumentException("a rate of " + rate + " bytes a second");
        }
        bytesPerSecond = rate;
        dueNanos = clock.monotonicNanos();
        notifyAll();
    }

    /// Begins a pass by itself, again and again.
    ///
    /// @param hours after the last one ended, and after now for the first; 0 for never
    public synchronized void repeatAfterHours(long hours) {
        repeatMillis = TimeUnit.HOURS.toMillis(hours);
        if (repeatMillis > 0) {
            drive();
        }
        notifyAll();
    }

    /// How it stands.
    public synchronized ScrubStatus status() {
        return new ScrubStatus(
                state,
                passes,
                file,
                bytes,
                passBytes,
                passBytesTotal,
                lastPassMillis,
                bytesPerSecond,
                new ArrayList<>(findings.values()));
    }

    @GuardedBy("this")
    private void drive() {
        if (threads && !driven) {
            driven = true;
            driver.start();
        }
    }

    /// Waits until a pass is wanted. For the driver.
    ///
    /// @return false when it is time to end
    synchronized boolean await() throws InterruptedException {
        while (state == ScrubStatus.State.IDLE && !closing) {
            long before = clock.monotonicNanos();
            wait(repeatMillis);
            boolean due =
                    repeatMillis > 0 && clock.monotonicNanos() - before >= TimeUnit.MILLISECONDS.toNanos(repeatMillis);
            if (due) {
                state = ScrubStatus.State.RUNNING;
            }
        }
        return !closing;
    }

    /// Reads everything once. For the driver.
    void pass() {
        long total = ScrubPass.bytes(store);
        synchronized (this) {
            passBytes = 0;
            passBytesTotal = total;
            dueNanos = clock.monotonicNanos();
            seen.clear();
        }
        boolean whole = false;
        try {
            new ScrubPass(store, this::beforeRead, new Listening()).run();
            whole = true;
        } catch (IOException | StoreException e) {
            note(e);
        } finally {
            finish(whole);
        }
    }

    /// A pass that could not go on, as when the store was closed under it, has not been one.
    private synchronized void note(Exception e) {
        if (!closing) {
            findings.put(
                    "", new ScrubFinding("", 0, "the pass ended: " + e.getMessage(), "unknown", clock.wallMillis()));
        }
    }

    private synchronized void finish(boolean whole) {
        state = ScrubStatus.State.IDLE;
        file = "";
        if (whole) {
            passes++;
            lastPassMillis = clock.wallMillis();
            findings.keySet().retainAll(seen);
        }
        notifyAll();
    }

    /// Waits until so much may be read.
    private synchronized void beforeRead(int count) throws IOException {
        bytes += count;
        passBytes += count;
        if (!threads) {
            return;
        }
        dueNanos = Math.max(dueNanos, clock.monotonicNanos() - WAIT_NANOS_MIN) + (long) (count * 1e9 / bytesPerSecond);
        try {
            while (!closing && (state == ScrubStatus.State.PAUSED || waitNanos() > WAIT_NANOS_MIN)) {
                wait(state == ScrubStatus.State.PAUSED ? 0 : 1 + TimeUnit.NANOSECONDS.toMillis(waitNanos()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (closing) {
            throw new IOException("the store is closing");
        }
    }

    @GuardedBy("this")
    private long waitNanos() {
        return dueNanos - clock.monotonicNanos();
    }

    /// Ends a pass that is under way, and the thread.
    void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
            if (!driven) {
                return;
            }
        }
        driver.join();
    }

    /// Takes in what a pass meets.
    private final class Listening implements ScrubPass.Listener {
        @Override
        public void begins(String name) {
            synchronized (Scrub.this) {
                file = name;
            }
        }

        @Override
        public void sound(String name) {
            synchronized (Scrub.this) {
                findings.remove(name);
            }
        }

        @Override
        public void damaged(String name, long offset, String problem, String keys) {
            synchronized (Scrub.this) {
                seen.add(name);
                findings.put(name, new ScrubFinding(name, offset, problem, keys, clock.wallMillis()));
            }
        }
    }
}
