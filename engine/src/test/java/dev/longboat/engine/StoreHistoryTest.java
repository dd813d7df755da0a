package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.Invocation;
import dev.longboat.testkit.KeyAnswer;
import dev.longboat.testkit.KeyCall;
import dev.longboat.testkit.KeyModel;
import dev.longboat.testkit.Linearizability;
import dev.longboat.testkit.Seeds;
import dev.longboat.testkit.StoreAnswer;
import dev.longboat.testkit.StoreCall;
import dev.longboat.testkit.StoreCallModel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Histories of real threads on one store, over several power cuts each, are held against one copy
/// that does one call at a time: per key with older versions (E1, E5), and over the whole store
/// with transactions and scans (E1, E3). Every answer must have an order that explains it, and what
/// was acknowledged before a cut is there after it.
@Timeout(300)
final class StoreHistoryTest {
    private static final int HISTORIES = 8;

    @Test
    void transactionsAndScans_areStrictlySerialisable() {
        AtomicLong calls = new AtomicLong();
        AtomicLong unknown = new AtomicLong();
        Seeds.of(StoreHistoryTest.class).run(HISTORIES, seed -> {
            List<Invocation<StoreCall, StoreAnswer>> history =
                    new RecordedClients(seed, 4, 4, 60).record(new StoreLanguage());
            Linearizability.of(new StoreCallModel(1)).check(history).requireLinearizable();
            count(history, calls, unknown);
        });
        System.out.printf("whole stores: %,d calls, %,d of unknown outcome%n", calls.get(), unknown.get());
        assertThat(unknown.get()).isPositive();
    }

    @Test
    void callsOnOneKey_areLinearizable() {
        AtomicLong calls = new AtomicLong();
        AtomicLong unknown = new AtomicLong();
        Seeds.of(StoreHistoryTest.class).run(HISTORIES, seed -> {
            List<Invocation<KeyCall, KeyAnswer>> history =
                    new RecordedClients(seed, 4, 3, 30).record(new KeyLanguage(Key.of("key")));
            Linearizability.of(new KeyModel()).check(history).requireLinearizable();
            count(history, calls, unknown);
        });
        System.out.printf("single keys: %,d calls, %,d of unknown outcome%n", calls.get(), unknown.get());
        assertThat(unknown.get()).isPositive();
    }

    private static <I, O> void count(List<Invocation<I, O>> history, AtomicLong calls, AtomicLong unknown) {
        calls.addAndGet(history.size());
        unknown.addAndGet(
                history.stream().filter(each -> each.output().isEmpty()).count());
    }
}
