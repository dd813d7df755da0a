package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Long random histories, each held against an obvious model after every step: what reads see (E1,
/// E3), also through flushes, merges, restarts and kills (E2), and the clocks of every key (E5),
/// with a wall clock that steps back. One history under any options gives the same answers; so does
/// one whose transactions pile up in flight.
final class StoreModelTest {
    private static final int STEPS = 200;

    @Test
    void randomHistory_answersLikeTheModel() {
        Seeds.of(StoreModelTest.class).run(8, seed -> run(seed, StoreOptions.tiny(), 24, 20_000, false));
    }

    @Test
    void longHistoryOfFewKeys_answersLikeTheModel() {
        Seeds.of(StoreModelTest.class).run(4, seed -> run(seed, StoreOptions.tiny(), 4, 300, false));
    }

    @Test
    void randomHistory_onThreads_answersLikeTheModel() {
        Seeds.of(StoreModelTest.class).run(5, seed -> run(seed, StoreOptions.tiny(), 8, 9_000, true));
    }

    @Test
    void oneHistory_underAnyOptions_givesTheSameAnswers() {
        Seeds.of(StoreModelTest.class).run(2, seed -> {
            Map<String, Long> answers = new LinkedHashMap<>();
            variants().forEach((name, options) -> answers.put(name, run(seed, options, 16, 12_000, false)));
            List<Long> all = new ArrayList<>(answers.values());
            assertThat(all).describedAs(answers.toString()).containsOnly(all.getFirst());
        });
    }

    private static Map<String, StoreOptions> variants() {
        StoreOptions tiny = StoreOptions.tiny();
        Map<String, StoreOptions> variants = new LinkedHashMap<>();
        variants.put("tiny", tiny);
        variants.put("nothing inline", tiny.withInlineValueBytesMax(0));
        variants.put("much inline", tiny.withInlineValueBytesMax(4096));
        variants.put("a table for every row", tiny.withMemtableRowsMax(1));
        variants.put("wide merges", tiny.withMemtableRowsMax(5).withMergeFanIn(7));
        variants.put("memory alone", tiny.withMemtableRowsMax(1_000_000).withSegmentBytes(8 << 20));
        variants.put("large", new StoreOptions(64L << 20, 4 << 20, 1 << 20, 0, 512, 64 << 10, 50, 1 << 20, 4, 4096));
        variants.put("tiny blocks", new StoreOptions(8L << 20, 64 << 10, 16 << 10, 0, 8, 4096, 9, 8 << 10, 3, 64));
        return variants;
    }

    static long run(long seed, StoreOptions options, int keyCount, int valueBytesMax, boolean threads) {
        try (ModelledStore store = new ModelledStore(seed, options, keyCount, valueBytesMax, threads)) {
            for (int step = 0; step < STEPS; step++) {
                try {
                    store.step();
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("step " + step + " of " + options + ": " + e, e);
                }
            }
            store.checkAll();
            return store.answers();
        }
    }
}
