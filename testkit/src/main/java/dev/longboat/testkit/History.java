package dev.longboat.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Records what clients ask and what they are told. Its clock is a counter, so that what ended
/// before something else began has the lower numbers whatever the machine's clocks do.
///
///     var asked = history.ask(client, input);
///     O output = ...;             // the call
///     history.told(asked, output) // or nothing, when the outcome is unknown
///
/// Safe for concurrent use.
public final class History<I, O> {
    private final AtomicLong clock = new AtomicLong();
    private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();

    /// A call that was made. Confined to its client until the history is read.
    public final class Asked {
        private final int client;
        private final I input;
        private final long invoked;
        private volatile Optional<Invocation<I, O>> told = Optional.empty();
        private volatile boolean refused;

        private Asked(int client, I input, long invoked) {
            this.client = client;
            this.input = input;
            this.invoked = invoked;
        }

        private Invocation<I, O> invocation() {
            return told.orElseGet(() -> new Invocation<>(client, input, Optional.empty(), invoked, Invocation.NEVER));
        }
    }

    /// A client is about to call.
    public Asked ask(int client, I input) {
        Asked call = new Asked(client, input, clock.incrementAndGet());
        asked.add(call);
        return call;
    }

    /// It has been answered.
    public void told(Asked call, O output) {
        call.told = Optional.of(
                new Invocation<>(call.client, call.input, Optional.of(output), call.invoked, clock.incrementAndGet()));
    }

    /// It certainly had no effect, and told its client nothing: it belongs to no history.
    public void refused(Asked call) {
        call.refused = true;
    }

    /// What happened so far, in the order of the calls.
    public List<Invocation<I, O>> invocations() {
        List<Invocation<I, O>> invocations = new ArrayList<>();
        for (Asked call : asked) {
            if (!call.refused) {
                invocations.add(call.invocation());
            }
        }
        return invocations;
    }
}
