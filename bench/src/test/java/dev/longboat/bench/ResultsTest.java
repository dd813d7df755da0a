package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Figures come back as they were kept, a cell is known only when it is whole, and every column is
/// described.
final class ResultsTest {
    private static final Map<String, String> CELL = Results.cell("latency", "longboat", Workload.of(10, 4096));

    @TempDir
    private Path directory = Path.of("none");

    @Test
    void cell_isThereOnceItWasAdded() throws IOException {
        Results results = new Results(directory);
        assertThat(results.has(CELL)).isFalse();
        results.add(CELL, List.of(measured(1000), measured(3000)));
        assertThat(results.has(CELL)).isTrue();
        assertThat(results.has(Results.cell("latency", "etcd", Workload.of(10, 4096))))
                .isFalse();
        List<Row> merged = new Results(directory)
                .figures().rows().stream()
                        .filter(row -> row.has("slice", Results.ALL) && row.has("operation", Results.ALL))
                        .toList();
        assertThat(merged).hasSize(1);
        assertThat(merged.getFirst().number("mean_us")).isEqualTo(2.0);
        assertThat(merged.getFirst().whole("operations")).isEqualTo(2);
        assertThat(results.timeline().rows()).hasSize(2);
        assertThat(directory.resolve("histograms/latency-longboat-10x4096B-100r-1c-uniform.hgrm"))
                .exists();
    }

    @Test
    void forgotten_isOnlyTheExperimentNamed() throws IOException {
        Results results = new Results(directory);
        Map<String, String> other = Results.cell("scale", "longboat", Workload.of(10, 4096));
        results.add(CELL, List.of(measured(1000)));
        results.add(other, List.of(measured(1000)));
        results.forget("latency");
        assertThat(results.has(CELL)).isFalse();
        assertThat(results.has(other)).isTrue();
    }

    @Test
    void lineThatWasCutShort_isNone() throws IOException {
        Results results = new Results(directory);
        results.add(CELL, List.of(measured(1000)));
        int rows = results.figures().rows().size();
        Files.writeString(directory.resolve("figures.csv"), "latency,longboat,1,", StandardOpenOption.APPEND);
        assertThat(results.figures().rows()).hasSize(rows);
    }

    @Test
    void tableOfOtherColumns_isRefused() throws IOException {
        Files.writeString(directory.resolve("figures.csv"), "a,b\n1,2\n");
        Results results = new Results(directory);
        assertThatThrownBy(() -> results.has(CELL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other columns");
    }

    @Test
    void cellsOfNoColumn_areRefused() {
        CsvFile file = new CsvFile(directory.resolve("some.csv"), List.of("a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file.append(List.of(new Row(Map.of("b", "1")))))
                .withMessageContaining("no column b");
    }

    @Test
    void everyColumn_isDescribed() throws IOException {
        String page = Files.readString(Path.of("../docs/bench.md"));
        assertThat(Stream.of(
                                Results.FIGURES,
                                Results.TIMELINE,
                                Results.RESTARTS,
                                Results.LOADS,
                                Results.SPACE,
                                Results.PREFIXES,
                                Results.NOT_RUN)
                        .flatMap(List::stream)
                        .distinct()
                        .filter(column -> !page.contains("| `" + column + "` |")))
                .isEmpty();
    }

    private static Measured measured(long nanos) {
        Histogram reads = new Histogram(3);
        reads.recordValue(nanos);
        return new Measured(
                1, 0.5, reads, new Histogram(3), List.of(new Measured.Tick(0.5, 2, 1, 1)), Usage.NONE, Usage.NONE);
    }
}
