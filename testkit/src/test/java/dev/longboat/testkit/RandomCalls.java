package dev.longboat.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Histories of simulated clients on one perfect copy: each call takes effect at one moment between
/// its call and its answer, which is drawn. Of some the answer is lost, and of some of these the
/// effect too. Confined to the test's thread.
final class RandomCalls {
    private final SplittableRandom random;
    private final int clients;
    private final int callsEach;

    /// Of how many answers one tells no ordinal.
    private int untoldOneIn = Integer.MAX_VALUE;

    private int lostOneIn = 100;

    RandomCalls(long seed, int clients, int callsEach) {
        this.random = new SplittableRandom(seed);
        this.clients = clients;
        this.callsEach = callsEach;
    }

    /// Tells little: of every third answer no ordinal, of every eighth call nothing.
    RandomCalls tellingLittle() {
        untoldOneIn = 3;
        lostOneIn = 8;
        return this;
    }

    /// A call and the moment at which it takes effect.
    private record Planned<I>(int client, I input, long invoked, long effect, long returned, boolean lost) {}

    List<Invocation<KeyCall, KeyAnswer>> ofOneKey() {
        List<Planned<KeyCall>> plan = plan(this::keyCall);
        List<Invocation<KeyCall, KeyAnswer>> history = new ArrayList<>();
        KeyModel.Versions state = KeyModel.Versions.NONE;
        for (Planned<KeyCall> each : plan) {
            if (isWithoutEffect(each)) {
                history.add(unknown(each));
                continue;
            }
            KeyModel.Outcome outcome = KeyModel.outcome(state, each.input());
            state = outcome.after();
            KeyAnswer answer = outcome.answer();
            KeyAnswer told = random.nextInt(untoldOneIn) > 0
                    ? answer
                    : new KeyAnswer(answer.done(), KeyAnswer.UNTOLD, answer.value());
            history.add(each.lost() ? unknown(each) : known(each, told));
        }
        return history;
    }

    List<Invocation<StoreCall, StoreAnswer>> ofAStore(StoreCallModel model) {
        List<Invocation<StoreCall, StoreAnswer>> history = new ArrayList<>();
        StoreCallModel.Contents state = model.initial();
        for (Planned<StoreCall> each : plan(this::storeCall)) {
            if (isWithoutEffect(each)) {
                history.add(unknown(each));
                continue;
            }
            StoreCallModel.Outcome outcome = StoreCallModel.outcome(state, each.input());
            state = outcome.after();
            history.add(each.lost() ? unknown(each) : known(each, outcome.answer()));
        }
        return history;
    }

    private static boolean isWithoutEffect(Planned<?> each) {
        return each.lost() && each.effect() % 2 == 0;
    }

    /// Draws a call for a client at a moment that makes every value written once.
    private interface Drawing<I> {
        I draw(String freshValue);
    }

    /// In the order of the effects.
    private <I> List<Planned<I>> plan(Drawing<I> drawing) {
        List<Planned<I>> plan = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            long now = random.nextInt(40);
            for (int call = 0; call < callsEach; call++) {
                long invoked = (now += 1 + random.nextInt(20)) * clients + client;
                long effect = (now += 1 + random.nextInt(20)) * clients + client;
                long returned = (now += 1 + random.nextInt(20)) * clients + client;
                I input = drawing.draw(client + "." + call);
                plan.add(new Planned<>(client, input, invoked, effect, returned, random.nextInt(lostOneIn) == 0));
            }
        }
        plan.sort(Comparator.comparingLong(Planned::effect));
        return plan;
    }

    private static <I, O> Invocation<I, O> unknown(Planned<I> each) {
        return new Invocation<>(each.client(), each.input(), Optional.empty(), each.invoked(), Invocation.NEVER);
    }

    private static <I, O> Invocation<I, O> known(Planned<I> each, O output) {
        return new Invocation<>(each.client(), each.input(), Optional.of(output), each.invoked(), each.returned());
    }

    private KeyCall keyCall(String fresh) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> new KeyCall.Put(fresh);
            case 2 -> new KeyCall.Delete();
            case 3 -> new KeyCall.Get(random.nextInt(callsEach));
            case 4, 5 ->
                new KeyCall.CompareAndSet(
                        random.nextBoolean()
                                ? Optional.empty()
                                : Optional.of(random.nextInt(clients) + "." + random.nextInt(callsEach)),
                        fresh);
            default -> new KeyCall.Get(Long.MAX_VALUE);
        };
    }

    private StoreCall storeCall(String fresh) {
        String left = "k" + random.nextInt(4);
        String right = "l" + random.nextInt(4);
        return switch (random.nextInt(6)) {
            case 0 -> StoreCall.of(new StoreCall.Step.Put(left, fresh), new StoreCall.Step.Put(right, fresh));
            case 1 -> StoreCall.of(new StoreCall.Step.Delete(left), new StoreCall.Step.Put(right, fresh));
            case 2 ->
                new StoreCall(
                        List.of(new StoreCall.Guard(left, Optional.empty())),
                        List.of(new StoreCall.Step.Put(left, fresh)),
                        List.of(new StoreCall.Step.Read("l"), new StoreCall.Step.Delete(left)));
            case 3 -> StoreCall.of(new StoreCall.Step.Read("k"));
            default -> StoreCall.of(new StoreCall.Step.Read(""));
        };
    }
}
