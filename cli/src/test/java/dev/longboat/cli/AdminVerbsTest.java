package dev.longboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.disk.Clock;
import dev.longboat.engine.Key;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import dev.longboat.grpc.AdminDoor;
import dev.longboat.grpc.ByteBudget;
import dev.longboat.grpc.DoorResources;
import dev.longboat.grpc.DoorStatistics;
import dev.longboat.grpc.Draining;
import dev.longboat.grpc.LongboatDoor;
import dev.longboat.grpc.ReaderPool;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator backs a running server up, brings it back, and learns of damage, by the
/// command line alone (L1, L2). Method: a real store behind the real doors, and the program in this
/// process.
final class AdminVerbsTest {
    /// So little is written that nothing is merged: every file stays where it is.
    private static final StoreOptions OPTIONS = StoreOptions.defaults().withMemoryBytes(32 << 20);

    private final Path directory;
    private final ExecutorService readers = Executors.newFixedThreadPool(2);
    private final Store store;
    private final Server server;
    private String out = "";
    private String err = "";

    AdminVerbsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.store = Store.open(directory.resolve("data"), OPTIONS);
        DoorResources resources = new DoorResources(
                store,
                new DoorStatistics(Clock.system()),
                new ReaderPool(readers, 100),
                new ByteBudget("bytes of writes", 64 << 20),
                new ByteBudget("bytes of answers", 64 << 20),
                new Draining(),
                8 << 20,
                "0.1.0-test");
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(new LongboatDoor(resources))
                .addService(new AdminDoor(resources))
                .build()
                .start();
        for (int i = 0; i < 300; i++) {
            store.put(Key.of("key" + i), new byte[i * 7]);
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        server.shutdownNow().awaitTermination();
        store.close();
        readers.shutdown();
    }

    private int lbclient(String... arguments) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        int code = LbClient.run(
                List.of(arguments),
                new Surroundings(
                        new ByteArrayInputStream(new byte[0]),
                        data,
                        new PrintStream(talk, true, StandardCharsets.UTF_8),
                        Map.of("LB_ENDPOINT", "127.0.0.1:" + server.getPort(), "LB_OUTPUT", "raw"),
                        false,
                        false,
                        false,
                        ZoneOffset.UTC));
        out = data.toString(StandardCharsets.UTF_8);
        err = talk.toString(StandardCharsets.UTF_8);
        return code;
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void backup_isMade_broughtUpToDate_verifiedAndRestored() {
        assertThat(lbclient("backup", "--to", path("backup"))).describedAs(err).isZero();
        assertThat(out).contains("revision=" + store.revision()).contains("sent_bytes=");
        assertThat(lbclient("backup", "--to", path("backup"))).isEqualTo(2);
        assertThat(err).contains("--incremental");
        store.put(Key.of("later"), new byte[10]);
        assertThat(lbclient("backup", "--to", path("backup"), "--incremental")).isZero();
        assertThat(out).contains("revision=" + store.revision());
        assertThat(lbclient("verify", "--backup", path("backup"))).isZero();
        assertThat(out).contains("verdict=sound");
        assertThat(lbclient("restore", "--from", path("backup"), "--data", path("back"), "--revision-bump", "500"))
                .describedAs(err)
                .isZero();
        assertThat(out).contains("revision=" + (store.revision() + 500));
        assertThat(lbclient("verify", "--data", path("back"))).describedAs(err).isZero();
        assertThat(out).contains("verdict=sound");
        try (Store back = Store.open(directory.resolve("back"), StoreOptions.tiny())) {
            assertThat(back.revision()).isEqualTo(store.revision() + 500);
            assertThat(back.get(Key.of("later")).orElseThrow().value().toBytes())
                    .hasSize(10);
            assertThat(back.statistics().keys()).isEqualTo(301);
        }
    }

    @Test
    void whatCannotBeDone_isSaidInOneLine_andChangesNothing() throws IOException {
        assertThat(lbclient("restore", "--from", path("nothing"), "--data", path("back")))
                .isEqualTo(10);
        assertThat(err).contains("nothing").hasLineCount(1);
        Files.createDirectory(directory.resolve("nobackup"));
        assertThat(lbclient("restore", "--from", path("nobackup"), "--data", path("back")))
                .isEqualTo(10);
        assertThat(err).contains("no backup").hasLineCount(1);
        assertThat(lbclient("backup", "--to", path("data"))).isEqualTo(10);
        assertThat(err).contains("belongs to no backup");
        assertThat(lbclient("verify", "--data", path("data"))).isEqualTo(10);
        assertThat(err).contains("LOCK");
        assertThat(lbclient("verify")).isEqualTo(2);
        assertThat(lbclient("backup")).isEqualTo(2);
        assertThat(lbclient("restore", "--from", path("a"), "--data", path("b"), "--revision-bump", "-1"))
                .isEqualTo(2);
        assertThat(directory.resolve("back")).doesNotExist();
    }

    @Test
    void damagedBackup_isRefused() throws IOException {
        lbclient("backup", "--to", path("backup"));
        Path segment;
        try (Stream<Path> files = Files.list(directory.resolve("backup/files"))) {
            segment = files.filter(file -> file.getFileName().toString().startsWith("journal-"))
                    .findFirst()
                    .orElseThrow();
        }
        flip(segment, 100);
        assertThat(lbclient("verify", "--backup", path("backup"))).isEqualTo(11);
        assertThat(lbclient("restore", "--from", path("backup"), "--data", path("back")))
                .isEqualTo(11);
        assertThat(err).contains(segment.getFileName().toString());
        assertThat(directory.resolve("back")).doesNotExist();
    }

    @Test
    void scrub_findsDamage_andSaysSoByItsExitCode() throws IOException, InterruptedException {
        assertThat(lbclient("scrub", "start", "--rate", "1000000000")).isZero();
        awaitPasses(1);
        assertThat(lbclient("scrub")).isZero();
        assertThat(out).contains("state=idle").contains("passes=1").contains("findings=0");
        flip(directory.resolve("data/journal/00000001.seg"), 4096 + 10);
        assertThat(lbclient("scrub", "start")).isIn(0, 11);
        awaitPasses(2);
        assertThat(lbclient("scrub", "-o", "json")).isEqualTo(11);
        assertThat(out).contains("\"damage\":[\"journal/00000001.seg");
        assertThat(lbclient("stat")).isZero();
        assertThat(out).contains("scrub_passes=2").contains("scrub_findings=1");
        assertThat(lbclient("scrub", "pause")).isEqualTo(11);
    }

    private void awaitPasses(long count) throws InterruptedException {
        while (store.scrub().status().passes() < count) {
            Thread.sleep(5); // the scrub runs on a thread of the store; its passes are the condition
        }
    }

    private static void flip(Path file, int offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) (bytes[offset] ^ 1)}), offset);
        }
    }
}
