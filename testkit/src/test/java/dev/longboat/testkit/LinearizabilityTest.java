package dev.longboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The checker of histories is checked: histories of which everybody can see whether one copy could
/// have answered so, and drawn ones, short enough to try every order, whose answers are changed now
/// and then. So S4: no order is found where there is none, and one is found where there is one.
final class LinearizabilityTest {
    private static final Linearizability<KeyModel.Versions, KeyCall, KeyAnswer> KEY =
            Linearizability.of(new KeyModel());
    private static final StoreCallModel STORE = new StoreCallModel(1);

    // ---- One key

    @Test
    void overlappingCalls_mayTakeEffectInEitherOrder() {
        assertThat(check(put(1, 0, 10, "a", 2), put(2, 5, 15, "b", 1), get(1, 20, 30, "a", 2)))
                .isInstanceOf(Verdict.Linearizable.class);
        assertThat(check(put(1, 0, 10, "a", 1), get(2, 1, 2), get(3, 3, 9, "a", 1)))
                .isInstanceOf(Verdict.Linearizable.class);
    }

    @Test
    void staleRead_isFound() {
        Verdict<KeyCall, KeyAnswer> verdict =
                check(put(1, 0, 10, "a", 1), put(1, 11, 20, "b", 2), get(2, 21, 30, "a", 1));
        assertThat(verdict).isInstanceOf(Verdict.NotLinearizable.class);
        assertThat(verdict.toString())
                .startsWith("not linearizable: client")
                .contains("follows no order", "  client 1 [0, 10] Put[value=a]");
        assertThatThrownBy(verdict::requireLinearizable).isInstanceOf(AssertionError.class);
    }

    @Test
    void readThatGoesBack_isFound() {
        assertThat(check(put(1, 0, 100, "a", 1), get(2, 10, 20, "a", 1), get(3, 30, 40)))
                .isInstanceOf(Verdict.NotLinearizable.class);
    }

    @Test
    void lostUpdate_isFound() {
        KeyAnswer unnumbered = new KeyAnswer(true, KeyAnswer.UNTOLD, Optional.empty());
        Invocation<KeyCall, KeyAnswer> first =
                known(1, new KeyCall.CompareAndSet(Optional.empty(), "a"), 0, 10, unnumbered);
        Invocation<KeyCall, KeyAnswer> second =
                known(2, new KeyCall.CompareAndSet(Optional.empty(), "b"), 5, 15, unnumbered);
        assertThat(check(first)).isInstanceOf(Verdict.Linearizable.class);
        assertThat(check(first, second)).isInstanceOf(Verdict.NotLinearizable.class);
    }

    @Test
    void unknownOutcome_mayBeSeen_orNot_butNotBoth() {
        Invocation<KeyCall, KeyAnswer> unknown =
                new Invocation<>(1, new KeyCall.Put("a"), Optional.empty(), 0, Invocation.NEVER);
        assertThat(check(unknown, get(2, 10, 20), get(2, 30, 40, "a", 1))).isInstanceOf(Verdict.Linearizable.class);
        assertThat(check(unknown, get(2, 10, 20))).isInstanceOf(Verdict.Linearizable.class);
        assertThat(check(unknown, get(2, 10, 20, "a", 1), get(2, 30, 40))).isInstanceOf(Verdict.NotLinearizable.class);
    }

    @Test
    void effectBeforeTheCall_isFound() {
        assertThat(check(get(2, 0, 10, "a", 1), put(1, 11, 20, "a", 1))).isInstanceOf(Verdict.NotLinearizable.class);
    }

    @Test
    void olderVersion_isReadAsItWas() {
        Invocation<KeyCall, KeyAnswer> old =
                known(2, new KeyCall.Get(1), 30, 40, new KeyAnswer(true, 1, Optional.of("a")));
        Invocation<KeyCall, KeyAnswer> wrong =
                known(2, new KeyCall.Get(1), 30, 40, new KeyAnswer(true, 2, Optional.of("b")));
        assertThat(check(put(1, 0, 10, "a", 1), put(1, 11, 20, "b", 2), old)).isInstanceOf(Verdict.Linearizable.class);
        assertThat(check(put(1, 0, 10, "a", 1), put(1, 11, 20, "b", 2), wrong))
                .isInstanceOf(Verdict.NotLinearizable.class);
    }

    // ---- A whole store

    @Test
    void splitTransaction_isFound() {
        Invocation<StoreCall, StoreAnswer> both = known(
                1,
                StoreCall.of(new StoreCall.Step.Put("x", "1"), new StoreCall.Step.Put("y", "1")),
                0,
                100,
                new StoreAnswer(StoreAnswer.UNTOLD, true, List.of()));
        assertThat(store(both, scan(10, 20, 2, "x=1", "y=1"))).isInstanceOf(Verdict.Linearizable.class);
        assertThat(store(both, scan(10, 20, StoreAnswer.UNTOLD, "x=1"))).isInstanceOf(Verdict.NotLinearizable.class);
    }

    @Test
    void writesSeenInTwoOrders_areFound() {
        long untold = StoreAnswer.UNTOLD;
        assertThat(store(
                        write(1, 0, 100, "x"),
                        write(2, 0, 100, "y"),
                        scan(10, 20, untold, "x=1"),
                        scan(30, 40, untold, "x=1", "y=1")))
                .isInstanceOf(Verdict.Linearizable.class);
        assertThat(store(
                        write(1, 0, 100, "x"),
                        write(2, 0, 100, "y"),
                        scan(10, 20, untold, "x=1"),
                        scan(30, 40, untold, "y=1")))
                .isInstanceOf(Verdict.NotLinearizable.class);
    }

    @Test
    void revisionThatWasSkipped_isFound() {
        assertThat(store(scan(0, 5, 1), write(1, 10, 20, "x"), scan(30, 40, 2, "x=1")))
                .isInstanceOf(Verdict.Linearizable.class);
        assertThat(store(scan(0, 5, 1), write(1, 10, 20, "x"), scan(30, 40, 3, "x=1")))
                .isInstanceOf(Verdict.NotLinearizable.class);
    }

    // ---- Drawn ones

    @Test
    void longHistoryOfOneCopy_isAccepted() {
        Seeds.of(LinearizabilityTest.class).run(3, seed -> {
            List<Invocation<KeyCall, KeyAnswer>> history = new RandomCalls(seed, 6, 40).ofOneKey();
            KEY.check(history).requireLinearizable();
            Linearizability.of(STORE)
                    .check(new RandomCalls(seed, 8, 100).ofAStore(STORE))
                    .requireLinearizable();
        });
    }

    /// Of short histories, some with one answer put in another's place, exactly those are accepted
    /// that some order allows.
    @Test
    void shortHistory_isJudgedAsEveryOrderJudgesIt() {
        int[] counts = new int[2];
        Seeds.of(LinearizabilityTest.class).run(3000, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            List<Invocation<KeyCall, KeyAnswer>> history =
                    new RandomCalls(seed, 3, 2).tellingLittle().ofOneKey();
            List<Invocation<KeyCall, KeyAnswer>> spoilt = random.nextInt(5) == 0 ? history : spoil(history, random);
            boolean allowed = EveryOrder.allows(new KeyModel(), spoilt);
            assertThat(KEY.check(spoilt) instanceof Verdict.Linearizable)
                    .describedAs(spoilt.toString())
                    .isEqualTo(allowed);
            counts[allowed ? 1 : 0]++;
        });
        Seeds.of(LinearizabilityTest.class).run(1000, seed -> {
            List<Invocation<StoreCall, StoreAnswer>> history =
                    spoil(new RandomCalls(seed, 3, 2).tellingLittle().ofAStore(STORE), new SplittableRandom(seed));
            boolean allowed = EveryOrder.allows(STORE, history);
            assertThat(Linearizability.of(STORE).check(history) instanceof Verdict.Linearizable)
                    .describedAs(history.toString())
                    .isEqualTo(allowed);
            counts[allowed ? 1 : 0]++;
        });
        System.out.printf("%,d histories have an order, %,d have none%n", counts[1], counts[0]);
        assertThat(counts[0]).isPositive();
        assertThat(counts[1]).isPositive();
    }

    @Test
    void searchThatTakesTooLong_isUndecided() {
        List<Invocation<KeyCall, KeyAnswer>> history = new RandomCalls(1, 6, 60).ofOneKey();
        assertThat(new Linearizability<>(new KeyModel(), 10).check(history)).isInstanceOf(Verdict.Undecided.class);
    }

    /// The recorder keeps the order of what happened, and who was not told.
    @Test
    void recordedHistory_knowsWhatCameFirst() {
        History<String, String> history = new History<>();
        var first = history.ask(1, "a");
        history.told(first, "A");
        var second = history.ask(2, "b");
        var never = history.ask(1, "c");
        history.told(second, "B");
        history.refused(history.ask(3, "d"));
        List<Invocation<String, String>> found = history.invocations();
        assertThat(found).extracting(Invocation::input).containsExactly("a", "b", "c");
        assertThat(found.get(0).returned()).isLessThan(found.get(1).invoked());
        assertThat(found.get(2).invoked()).isLessThan(found.get(1).returned());
        assertThat(found.get(2).output()).isEmpty();
        assertThat(never).isNotNull();
    }

    /// One answer is put in the place of another.
    private static <I, O> List<Invocation<I, O>> spoil(List<Invocation<I, O>> history, SplittableRandom random) {
        List<Invocation<I, O>> known =
                history.stream().filter(Invocation::isKnown).toList();
        if (known.isEmpty()) {
            return history;
        }
        Invocation<I, O> from = known.get(random.nextInt(known.size()));
        Invocation<I, O> to = known.get(random.nextInt(known.size()));
        List<Invocation<I, O>> spoilt = new ArrayList<>(history);
        spoilt.set(
                history.indexOf(to),
                new Invocation<>(to.client(), to.input(), from.output(), to.invoked(), to.returned()));
        return spoilt;
    }

    // ---- Words for histories

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Verdict<KeyCall, KeyAnswer> check(Invocation<KeyCall, KeyAnswer>... history) {
        return KEY.check(List.of(history));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Verdict<StoreCall, StoreAnswer> store(Invocation<StoreCall, StoreAnswer>... history) {
        return Linearizability.of(STORE).check(List.of(history));
    }

    private static Invocation<KeyCall, KeyAnswer> put(int client, long from, long to, String value, long ordinal) {
        return known(client, new KeyCall.Put(value), from, to, new KeyAnswer(true, ordinal, Optional.empty()));
    }

    private static Invocation<KeyCall, KeyAnswer> get(int client, long from, long to, String value, long ordinal) {
        KeyAnswer found = new KeyAnswer(true, ordinal, Optional.of(value));
        return known(client, new KeyCall.Get(Long.MAX_VALUE), from, to, found);
    }

    private static Invocation<KeyCall, KeyAnswer> get(int client, long from, long to) {
        return known(client, new KeyCall.Get(Long.MAX_VALUE), from, to, KeyAnswer.NOTHING);
    }

    private static Invocation<StoreCall, StoreAnswer> write(int client, long from, long to, String key) {
        StoreCall call = StoreCall.of(new StoreCall.Step.Put(key, "1"));
        return known(client, call, from, to, new StoreAnswer(StoreAnswer.UNTOLD, true, List.of()));
    }

    private static Invocation<StoreCall, StoreAnswer> scan(long from, long to, long revision, String... pairs) {
        StoreAnswer answer = new StoreAnswer(revision, true, List.of(List.of(pairs)));
        return known(9, StoreCall.of(new StoreCall.Step.Read("")), from, to, answer);
    }

    private static <I, O> Invocation<I, O> known(int client, I input, long from, long to, O output) {
        return new Invocation<>(client, input, Optional.of(output), from, to);
    }
}
