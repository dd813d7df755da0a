package dev.longboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.engine.Key;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    private final ServedStore served;
    private final Store store;

    AdminVerbsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.served = new ServedStore(directory.resolve("data"), OPTIONS);
        this.store = served.store();
        for (int i = 0; i < 300; i++) {
            store.put(Key.of("key" + i), new byte[i * 7]);
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        served.close();
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void backup_isMade_broughtUpToDate_verifiedAndRestored() {
        assertThat(served.lbclient("backup", "--to", path("backup")))
                .describedAs(served.err())
                .isZero();
        assertThat(served.out()).contains("revision=" + store.revision()).contains("sent_bytes=");
        assertThat(served.lbclient("backup", "--to", path("backup"))).isEqualTo(2);
        assertThat(served.err()).contains("--incremental");
        store.put(Key.of("later"), new byte[10]);
        assertThat(served.lbclient("backup", "--to", path("backup"), "--incremental"))
                .isZero();
        assertThat(served.out()).contains("revision=" + store.revision());
        assertThat(served.lbclient("verify", "--backup", path("backup"))).isZero();
        assertThat(served.out()).contains("verdict=sound");
        assertThat(served.lbclient(
                        "restore", "--from", path("backup"), "--data", path("back"), "--revision-bump", "500"))
                .describedAs(served.err())
                .isZero();
        assertThat(served.out()).contains("revision=" + (store.revision() + 500));
        assertThat(served.lbclient("verify", "--data", path("back")))
                .describedAs(served.err())
                .isZero();
        assertThat(served.out()).contains("verdict=sound");
        try (Store back = Store.open(directory.resolve("back"), StoreOptions.tiny())) {
            assertThat(back.revision()).isEqualTo(store.revision() + 500);
            assertThat(back.get(Key.of("later")).orElseThrow().value().toBytes())
                    .hasSize(10);
            assertThat(back.statistics().keys()).isEqualTo(301);
        }
    }

    @Test
    void whatCannotBeDone_isSaidInOneLine_andChangesNothing() throws IOException {
        assertThat(served.lbclient("restore", "--from", path("nothing"), "--data", path("back")))
                .isEqualTo(10);
        assertThat(served.err()).contains("nothing").hasLineCount(1);
        Files.createDirectory(directory.resolve("nobackup"));
        assertThat(served.lbclient("restore", "--from", path("nobackup"), "--data", path("back")))
                .isEqualTo(10);
        assertThat(served.err()).contains("no backup").hasLineCount(1);
        assertThat(served.lbclient("backup", "--to", path("data"))).isEqualTo(10);
        assertThat(served.err()).contains("belongs to no backup");
        assertThat(served.lbclient("verify", "--data", path("data"))).isEqualTo(10);
        assertThat(served.err()).contains("LOCK");
        assertThat(served.lbclient("verify")).isEqualTo(2);
        assertThat(served.lbclient("backup")).isEqualTo(2);
        assertThat(served.lbclient("restore", "--from", path("a"), "--data", path("b"), "--revision-bump", "-1"))
                .isEqualTo(2);
        assertThat(directory.resolve("back")).doesNotExist();
    }

    @Test
    void damagedBackup_isRefused() throws IOException {
        served.lbclient("backup", "--to", path("backup"));
        Path segment;
        try (Stream<Path> files = Files.list(directory.resolve("backup/files"))) {
            segment = files.filter(file -> file.getFileName().toString().startsWith("journal-"))
                    .findFirst()
                    .orElseThrow();
        }
        flip(segment, 100);
        assertThat(served.lbclient("verify", "--backup", path("backup"))).isEqualTo(11);
        assertThat(served.lbclient("restore", "--from", path("backup"), "--data", path("back")))
                .isEqualTo(11);
        assertThat(served.err()).contains(segment.getFileName().toString());
        assertThat(directory.resolve("back")).doesNotExist();
    }

    @Test
    void scrub_findsDamage_andSaysSoByItsExitCode() throws IOException, InterruptedException {
        assertThat(served.lbclient("scrub", "start", "--rate", "1000000000")).isZero();
        awaitPasses(1);
        assertThat(served.lbclient("scrub")).isZero();
        assertThat(served.out()).contains("state=idle").contains("passes=1").contains("findings=0");
        flip(directory.resolve("data/journal/00000001.seg"), 4096 + 10);
        assertThat(served.lbclient("scrub", "start")).isIn(0, 11);
        awaitPasses(2);
        assertThat(served.lbclient("scrub", "-o", "json")).isEqualTo(11);
        assertThat(served.out()).contains("\"damage\":[\"journal/00000001.seg");
        assertThat(served.lbclient("stat")).isZero();
        assertThat(served.out()).contains("scrub_passes=2").contains("scrub_findings=1");
        assertThat(served.lbclient("scrub", "pause")).isEqualTo(11);
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
