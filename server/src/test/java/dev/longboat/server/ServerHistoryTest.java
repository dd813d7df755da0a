package dev.longboat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.longboat.testkit.Invocation;
import dev.longboat.testkit.Linearizability;
import dev.longboat.testkit.Seeds;
import dev.longboat.testkit.StoreAnswer;
import dev.longboat.testkit.StoreCall;
import dev.longboat.testkit.StoreCall.Step;
import dev.longboat.testkit.StoreCallModel;
import dev.longboat.testkit.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Histories of clients at a server in a process of its own, which is killed under load again and
/// again (V3), are held against one store that does one call at a time: what was acknowledged
/// before a kill is there after it, what was told not to have begun is not, of the rest all or
/// nothing, and no read goes back. The verdict is seen to fail as well.
final class ServerHistoryTest {
    private static final int HISTORIES = 1;
    private static final int KILLS = 4;
    private static final int CLIENTS = 4;
    private static final int CALLS_EACH = 120;
    private static final Duration HISTORY_MAX = Duration.ofMinutes(5);

    @Test
    void answersOverKills_haveAnOrderThatExplainsThem(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) {
        AtomicLong histories = new AtomicLong();
        AtomicLong calls = new AtomicLong();
        AtomicLong unknown = new AtomicLong();
        Seeds.of(ServerHistoryTest.class).run(HISTORIES, seed -> {
            List<Invocation<StoreCall, StoreAnswer>> history =
                    record(new RecordedKills(seed, KILLS, CLIENTS, CALLS_EACH), directory, RecordedKills.Mishap.NONE);
            requireOrder(seed, history);
            long unanswered =
                    history.stream().filter(each -> each.output().isEmpty()).count();
            System.out.printf(
                    "history %,d, seed %d: %,d kills, %,d calls, %,d of unknown outcome, in all %,d and %,d%n",
                    histories.incrementAndGet(),
                    seed,
                    KILLS,
                    history.size(),
                    unanswered,
                    calls.addAndGet(history.size()),
                    unknown.addAndGet(unanswered));
            assertThat(calls.get()).isGreaterThan(unknown.get());
        });
    }

    @Test
    void staleReadAfterAKill_isFound(@TempDir Path directory) {
        List<Invocation<StoreCall, StoreAnswer>> history =
                record(new RecordedKills(1, 1, CLIENTS, 60), directory, RecordedKills.Mishap.NONE);
        check(history).requireLinearizable();
        Invocation<StoreCall, StoreAnswer> last = history.getLast();
        Step.Put stale =
                overwritten(history, last.output().orElseThrow().reads().getFirst());
        List<Invocation<StoreCall, StoreAnswer>> spoilt = new ArrayList<>(history);
        spoilt.add(new Invocation<>(
                CLIENTS + 1,
                StoreCall.of(new Step.Read(stale.key())),
                Optional.of(
                        new StoreAnswer(StoreAnswer.UNTOLD, true, List.of(List.of(stale.key() + "=" + stale.value())))),
                last.returned() + 1,
                last.returned() + 2));
        assertThat(check(spoilt)).isInstanceOf(Verdict.NotLinearizable.class);
    }

    /// After its second kill a server finds the files of its first: a whole store, from before what
    /// it acknowledged since.
    @Test
    void writesThatAKillLost_areFound(@TempDir Path directory) {
        Path earlier = directory.resolve("earlier");
        List<Invocation<StoreCall, StoreAnswer>> history =
                record(new RecordedKills(1, 2, CLIENTS, 60), directory, (round, data) -> {
                    if (round == 0) {
                        copy(data, earlier);
                    } else {
                        delete(data);
                        copy(earlier, data);
                    }
                });
        assertThat(check(history)).isInstanceOf(Verdict.NotLinearizable.class);
        assertThat(HotKeys.opened(history.getLast().input())).contains("2");
    }

    /// An acknowledged write of a value that is not there any more.
    private static Step.Put overwritten(List<Invocation<StoreCall, StoreAnswer>> history, List<String> present) {
        return history.stream()
                .filter(each ->
                        each.output().isPresent() && each.input().guards().isEmpty())
                .map(each -> each.input().then().getFirst())
                .filter(Step.Put.class::isInstance)
                .map(Step.Put.class::cast)
                .filter(put -> !HotKeys.valueOf(put.key(), present).equals(Optional.of(put.value())))
                .findFirst()
                .orElseThrow();
    }

    private static List<Invocation<StoreCall, StoreAnswer>> record(
            RecordedKills kills, Path directory, RecordedKills.Mishap mishap) {
        return assertTimeoutPreemptively(
                HISTORY_MAX, () -> kills.record(directory.resolve("data-" + kills.seed()), mishap));
    }

    private static Verdict<StoreCall, StoreAnswer> check(List<Invocation<StoreCall, StoreAnswer>> history) {
        return Linearizability.of(new StoreCallModel(1)).check(history);
    }

    /// A history that is not explained is written down: its seed alone does not bring it back.
    private static void requireOrder(long seed, List<Invocation<StoreCall, StoreAnswer>> history) throws IOException {
        Verdict<StoreCall, StoreAnswer> verdict = check(history);
        if (!(verdict instanceof Verdict.Linearizable)) {
            Path file = Files.createDirectories(Path.of("target", "histories")).resolve(seed + ".txt");
            Files.write(file, history.stream().map(Invocation::toString).toList());
            System.out.println("the history is in " + file.toAbsolutePath());
        }
        verdict.requireLinearizable();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}
