package dev.longboat.engine;

import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.CrashMoment;
import dev.longboat.testkit.History;
import dev.longboat.testkit.Invocation;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import dev.longboat.testkit.SimulatedCrash;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Several threads at work on one store with threads of its own, whose disk loses its power at a
/// call that a seed draws; then again on the store that is opened on what was left. What they asked
/// and were told is one history. Confined to the test's thread.
///
/// @param clients threads
/// @param rounds from an opening to a cut; the last ends in good order
/// @param callsEach how often each client asks in a round, unless the power goes
record RecordedClients(long seed, int clients, int rounds, int callsEach) {
    /// What is asked, and how a store is asked it.
    interface Language<I, O> {
        I draw(SplittableRandom random, String freshValue);

        O ask(Store store, I call);
    }

    <I, O> List<Invocation<I, O>> record(Language<I, O> language) throws InterruptedException, ExecutionException {
        History<I, O> history = new History<>();
        SplittableRandom random = new SplittableRandom(seed);
        SimDisk disk = new SimDisk();
        SimClock clock = new SimClock(ModelledStore.EPOCH_MILLIS);
        for (int round = 0; round < rounds; round++) {
            boolean last = round == rounds - 1;
            Store store = Store.open(new StorePorts(disk, clock, new SimRandomness(seed), true), StoreOptions.tiny());
            if (!last) {
                long calls = disk.calls() + 1 + random.nextInt(clients * callsEach);
                disk.crashAtCall(calls, random.nextBoolean() ? CrashMoment.BEFORE : CrashMoment.DURING);
            }
            work(store, language, history, round, random.split());
            if (last) {
                store.close();
                disk.requireAllClosed();
            } else {
                SimDisk left = disk.crash(CrashChoice.random(random.nextLong()));
                ModelledStore.abandon(disk, store);
                disk = left;
            }
        }
        return history.invocations();
    }

    private <I, O> void work(
            Store store, Language<I, O> language, History<I, O> history, int round, SplittableRandom random)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> working = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int name = client;
                SplittableRandom own = random.split();
                working.add(threads.submit(() -> work(store, language, history, round, name, own)));
            }
            for (Future<?> each : working) {
                each.get();
            }
        }
    }

    /// Until the store says that it has failed; what a call came to that ended so nobody knows.
    private <I, O> void work(
            Store store, Language<I, O> language, History<I, O> history, int round, int client, SplittableRandom own) {
        for (int call = 0; call < callsEach; call++) {
            I asked = language.draw(own, round + "." + client + "." + call);
            var waiting = history.ask(client, asked);
            try {
                history.told(waiting, language.ask(store, asked));
            } catch (StoreFailedException | SimulatedCrash e) {
                return;
            }
        }
    }
}
