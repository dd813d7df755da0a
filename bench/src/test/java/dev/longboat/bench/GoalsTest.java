package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A goal is judged by the worst of its workloads, and what was not measured is not reached.
final class GoalsTest {
    private static final String READS = "reads, every client count, against etcd";
    private static final String WARM_GETS = "warm gets, engine, against RocksDB";
    private static final String BULK_LOAD = "bulk load, engine, against RocksDB with blob files";
    private static final String PREFIX = "a long prefix read, MB/s, against etcd";
    private static final String PREFIX_MEMORY = "memory of the server for it, at most 64 MiB";
    private static final String RESTART = "restart to the first read, 10 M pairs, at most 1 s";

    @TempDir
    private Path directory = Path.of("none");

    private Results results;

    @BeforeEach
    void open() throws IOException {
        results = new Results(directory);
    }

    @Test
    void goalOverSeveralWorkloads_isJudgedWhereItIsWorst() throws IOException {
        scale("longboat", 1, 4000);
        scale("etcd", 1, 1000);
        scale("longboat", 8, 5000);
        scale("etcd", 8, 2000);
        assertThat(goal(READS)).containsExactly(READS, "3.00", "2.50", "4 KiB, 100 % reads, 8 clients", "**no**");
    }

    @Test
    void goalThatIsReachedEverywhere_saysSo() throws IOException {
        scale("longboat", 1, 4000);
        scale("etcd", 1, 1000);
        assertThat(goal(READS)).endsWith("4 KiB, 100 % reads, 1 client", "yes");
    }

    @Test
    void workloadsWithoutTheirPeer_proveNothing() throws IOException {
        scale("longboat", 1, 4000);
        scale("etcd", 8, 1000);
        assertThat(goal(READS)).containsExactly(READS, "3.00", "not measured", "", "");
        assertThat(goal(RESTART)).contains("not measured");
        assertThat(goal(PREFIX)).contains("not measured");
    }

    @Test
    void warmGets_areThoseOfWhatFitsTheCaches() throws IOException {
        engine("store", 100_000, 1000);
        engine("rocksdb", 100_000, 4000);
        assertThat(goal(WARM_GETS)).contains("not measured");
        engine("store", 40_000, 5000);
        engine("rocksdb", 40_000, 4000);
        assertThat(goal(WARM_GETS))
                .containsExactly(WARM_GETS, "1.00", "1.25", "4 KiB, 100 % reads, 1 client, 40 k pairs", "yes");
    }

    @Test
    void bulkLoad_isThatOfTheMostPairs() throws IOException {
        load("store", 100_000, "2000");
        load("store", 40_000, "9000");
        load("rocksdb-blob", 40_000, "1000");
        load("rocksdb-blob", 100_000, "1000");
        assertThat(goal(BULK_LOAD)).containsExactly(BULK_LOAD, "2", "2.00", "100 k pairs", "yes");
    }

    @Test
    void prefix_isJudgedByTheMedianRound_andTheMostMemory() throws IOException {
        prefix("longboat", new double[] {0.9, 0.1, 0.2}, new long[] {10 << 20, 70 << 20, 0});
        prefix("etcd", new double[] {0.9, 0.8, 0.1}, new long[] {0, 0, 0});
        assertThat(goal(PREFIX)).contains("4.00", "yes");
        assertThat(goal(PREFIX_MEMORY)).contains("70 MiB", "**no**");
    }

    @Test
    void restarts_areJudgedByTheSlowest() throws IOException {
        for (String seconds : List.of("0.70", "1.20", "0.80")) {
            results.restarts()
                    .append(List.of(new Row(Map.of(
                            "system",
                            "longboat",
                            "pairs",
                            "10000000",
                            "end",
                            "kill",
                            "first_read_s",
                            seconds,
                            "rss_bytes",
                            "1"))));
        }
        assertThat(goal(RESTART)).containsExactly(RESTART, "", "1.20 s", "after a kill", "**no**");
    }

    private List<String> goal(String name) throws IOException {
        return Goals.grid(results).rows().stream()
                .filter(row -> row.getFirst().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void scale(String system, int clients, int perSecond) throws IOException {
        measure(ScaleExperiment.NAME, system, Workload.of(10, 4096).withClients(clients), perSecond);
    }

    private void engine(String system, long pairs, int perSecond) throws IOException {
        measure(EngineExperiment.NAME, system, Workload.of(pairs, 4096), perSecond);
    }

    private void measure(String experiment, String system, Workload workload, int perSecond) throws IOException {
        Histogram reads = new Histogram(3);
        reads.recordValueWithCount(1000, perSecond);
        Measured measured = new Measured(perSecond, 1, reads, new Histogram(3), List.of(), Usage.NONE, Usage.NONE);
        results.add(Results.cell(experiment, system, workload), List.of(measured));
    }

    private void load(String system, long pairs, String perSecond) throws IOException {
        results.loads()
                .append(List.of(
                        new Row(Map.of("system", system, "pairs", Long.toString(pairs), "per_second", perSecond))));
    }

    private void prefix(String system, double[] seconds, long[] extraBytes) throws IOException {
        Map<String, String> cell = Results.cell(PrefixExperiment.NAME, system, Workload.of(10, 4096));
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < seconds.length; i++) {
            rows.add(new Row.Maker()
                    .with(cell)
                    .with("slice", i + 1)
                    .with("seconds", seconds[i], 3)
                    .with("user_bytes", 1_000_000)
                    .with("extra_rss_bytes", extraBytes[i])
                    .row());
        }
        results.prefixes().append(rows);
    }
}
