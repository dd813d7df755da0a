package dev.longboat.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.client.LongboatException;
import dev.longboat.testkit.History;
import dev.longboat.testkit.Invocation;
import dev.longboat.testkit.StoreAnswer;
import dev.longboat.testkit.StoreCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Several clients at work on a server in a process of its own, which is killed after a drawn
/// number of answers and started again, several times. What they asked and were told is one
/// history. The seed decides what is drawn, not how threads and processes meet. Confined to the
/// test's thread.
///
/// A round begins with a call that writes its number and reads everything, and ends with the kill,
/// which all its clients have noticed before the next server starts. One start in three is killed
/// as well, somewhere on its way.
///
/// @param kills under load
/// @param callsEach how often each client asks in a round, unless the kill comes first
record RecordedKills(long seed, int kills, int clients, int callsEach) {
    private static final int ANSWERS_SECONDS_MAX = 60;
    private static final int STARTS_PER_CUT = 3;
    private static final int CUT_MILLIS_MAX = 1500;

    /// What becomes of the files after a kill.
    interface Mishap {
        Mishap NONE = (_, _) -> {};

        void afterKill(int round, Path data) throws IOException;
    }

    List<Invocation<StoreCall, StoreAnswer>> record(Path data, Mishap mishap)
            throws IOException, InterruptedException, ExecutionException {
        History<StoreCall, StoreAnswer> history = new History<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < kills; round++) {
            try (ServerChild server = ServerChild.start(data)) {
                open(server, history, round);
                loadAndKill(server, history, round, random);
            }
            mishap.afterKill(round, data);
            if (random.nextInt(STARTS_PER_CUT) == 0) {
                cutStart(data, random.nextInt(CUT_MILLIS_MAX));
            }
        }
        try (ServerChild server = ServerChild.start(data)) {
            open(server, history, kills);
            server.terminate();
            assertThat(server.exitStatus()).isZero();
        }
        return endedByTheirKill(history.invocations());
    }

    private static void open(ServerChild server, History<StoreCall, StoreAnswer> history, int round) {
        try (RecordedDoor door = RecordedDoor.single(server.endpoint())) {
            StoreCall call = HotKeys.opening(round);
            var asked = history.ask(0, call);
            history.told(asked, door.ask(call).join());
        }
    }

    private static void cutStart(Path data, int millis) throws IOException, InterruptedException {
        try (ServerChild server = ServerChild.launch(data)) {
            // Any moment of a start will do: there is nothing to wait for.
            TimeUnit.MILLISECONDS.sleep(millis);
            server.kill();
        }
    }

    private void loadAndKill(
            ServerChild server, History<StoreCall, StoreAnswer> history, int round, SplittableRandom random)
            throws InterruptedException, ExecutionException {
        Semaphore answers = new Semaphore(0);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> working = new ArrayList<>();
            for (int client = 1; client <= clients; client++) {
                HotKeys keys = new HotKeys(round + "." + client, random.split());
                Client each = new Client(client, history, keys, answers, random.split());
                working.add(threads.submit(() -> each.work(server.endpoint(), callsEach)));
            }
            int before = 1 + random.nextInt(clients * callsEach * 3 / 4);
            boolean _ = answers.tryAcquire(before, ANSWERS_SECONDS_MAX, TimeUnit.SECONDS);
            server.kill();
            for (Future<?> each : working) {
                each.get();
            }
        }
    }

    /// One client in one round. Confined to its thread, but for what answers do.
    private record Client(
            int name,
            History<StoreCall, StoreAnswer> history,
            HotKeys keys,
            Semaphore answers,
            SplittableRandom random) {
        /// Until the server is gone.
        void work(String endpoint, int calls) {
            try (RecordedDoor door = RecordedDoor.draw(endpoint, random)) {
                boolean serves = true;
                for (int asked = 0; asked < calls && serves; ) {
                    List<CompletableFuture<Boolean>> burst = new ArrayList<>();
                    for (int width = 1 + random.nextInt(door.width()); width > 0; width--) {
                        burst.add(ask(door));
                    }
                    asked += burst.size();
                    for (CompletableFuture<Boolean> each : burst) {
                        serves &= each.join();
                    }
                }
            }
        }

        /// Whether the server may be asked again.
        private CompletableFuture<Boolean> ask(RecordedDoor door) {
            StoreCall call = keys.draw();
            var asked = history.ask(name, call);
            return door.ask(call).handle((answer, failure) -> {
                if (failure != null) {
                    return failed(asked, failure);
                }
                history.told(asked, answer);
                keys.saw(call, answer);
                answers.release();
                return true;
            });
        }

        /// A client's exception says whether anything may have been changed, and is believed.
        private boolean failed(History<StoreCall, StoreAnswer>.Asked asked, Throwable failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return switch (cause) {
                case LongboatException.OutcomeUnknown _, LongboatException.ServerFault _ -> false;
                case LongboatException.ResourceExhausted _, LongboatException.Conflict _ -> {
                    history.refused(asked);
                    yield true;
                }
                case LongboatException.Unavailable _, LongboatException.DeadlineExceeded _ -> {
                    history.refused(asked);
                    yield false;
                }
                case null, default -> throw new AssertionError("no answer that a kill explains", cause);
            };
        }
    }

    /// A dead process does nothing more: what it was asked and did not answer happened before the
    /// next round began, or never.
    private static List<Invocation<StoreCall, StoreAnswer>> endedByTheirKill(
            List<Invocation<StoreCall, StoreAnswer>> history) {
        List<Invocation<StoreCall, StoreAnswer>> ended = new ArrayList<>();
        String round = "";
        for (Invocation<StoreCall, StoreAnswer> each : history) {
            round = HotKeys.opened(each.input()).orElse(round);
            ended.add(each.output().isPresent() ? each : within(round, each));
        }
        return ended;
    }

    private static Invocation<StoreCall, StoreAnswer> within(
            String round, Invocation<StoreCall, StoreAnswer> unanswered) {
        StoreCall call = unanswered.input();
        List<StoreCall.Guard> guards = new ArrayList<>(call.guards());
        guards.add(new StoreCall.Guard(HotKeys.ROUND, Optional.of(round)));
        return new Invocation<>(
                unanswered.client(),
                new StoreCall(guards, call.then(), call.otherwise()),
                unanswered.output(),
                unanswered.invoked(),
                unanswered.returned());
    }
}
