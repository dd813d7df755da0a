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
    void randomHistory_compressing_answersLikeTheModel() {
        Seeds.of(StoreModelTest.class).run(4, StoreModelTest::runCompressing);
    }

    static void runCompressing(long seed) {
        run(seed, StoreWorkload.compressing(StoreOptions.tiny()), 12, 20_000, seed % 2 == 0);
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

    /// What a retention gives up is gone at once for every read, however far the merges have come
    /// (E8).
    @Test
    void fewVersions_answerLikeTheModel() {
        Seeds.of(StoreModelTest.class).run(6, seed -> {
            Retention retention = new Retention.Versions(1 + (int) Math.floorMod(seed, 3L));
            StoreOptions tiny =
                    StoreOptions.tiny().toBuilder().retention(retention).build();
            long answers = run(seed, tiny, 6, 9_000, false);
            StoreOptions large = tiny.toBuilder()
                    .memtableRowsMax(1_000_000)
                    .segmentBytes(8 << 20)
                    .build();
            assertThat(run(seed, large, 6, 9_000, false)).isEqualTo(answers);
        });
    }

    /// Where there are many runs, most merges lie above others: what they may leave out is less
    /// than at the bottom, and where their tables stand tells who is the bottom next.
    @Test
    void manyRuns_answerLikeTheModel() {
        Seeds.of(StoreModelTest.class).run(4, StoreModelTest::runMerges);
    }

    static void runMerges(long seed) {
        StoreOptions options = StoreOptions.tiny().toBuilder()
                .memtableRowsMax(6)
                .mergeFanIn(3)
                .tableBytesMax(4096)
                .build();
        run(seed, options, 60, 400, false);
    }

    private static Map<String, StoreOptions> variants() {
        StoreOptions tiny = StoreOptions.tiny();
        Map<String, StoreOptions> variants = new LinkedHashMap<>();
        variants.put("tiny", tiny);
        variants.put("nothing inline", tiny.toBuilder().inlineValueBytesMax(0).build());
        variants.put("much inline", tiny.toBuilder().inlineValueBytesMax(4096).build());
        variants.put(
                "a table for every row", tiny.toBuilder().memtableRowsMax(1).build());
        variants.put(
                "wide merges", tiny.toBuilder().memtableRowsMax(5).mergeFanIn(7).build());
        variants.put(
                "memory alone",
                tiny.toBuilder()
                        .memtableRowsMax(1_000_000)
                        .segmentBytes(8 << 20)
                        .build());
        variants.put("compressing", StoreWorkload.compressing(tiny));
        variants.put(
                "compressing, all inline",
                StoreWorkload.compressing(
                        tiny.toBuilder().inlineValueBytesMax(4096).build()));
        variants.put(
                "compressing, nothing inline",
                StoreWorkload.compressing(
                        tiny.toBuilder().inlineValueBytesMax(0).build()));
        variants.put(
                "large",
                StoreOptions.builder()
                        .memoryBytes(64L << 20)
                        .segmentBytes(4 << 20)
                        .frameBytesMax(1 << 20)
                        .zeroAheadBytes(0)
                        .inlineValueBytesMax(512)
                        .extentBytes(64 << 10)
                        .memtableRowsMax(50)
                        .replayBytesMax(1 << 20)
                        .mergeFanIn(4)
                        .blockBytes(4096)
                        .tableBytesMax(1 << 20)
                        .ballastBytes(0)
                        .build());
        variants.put(
                "tiny blocks",
                StoreOptions.builder()
                        .memoryBytes(8L << 20)
                        .segmentBytes(64 << 10)
                        .frameBytesMax(16 << 10)
                        .zeroAheadBytes(0)
                        .inlineValueBytesMax(8)
                        .extentBytes(4096)
                        .memtableRowsMax(9)
                        .replayBytesMax(8 << 10)
                        .mergeFanIn(3)
                        .blockBytes(64)
                        .tableBytesMax(4096)
                        .ballastBytes(4096)
                        .build());
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
