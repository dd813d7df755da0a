package dev.longboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.engine.Key;
import dev.longboat.engine.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: `ttl`, `lease`, `txn` and `set --ttl` do what their help says, in every format. Method:
/// the program against a real store.
final class LeaseVerbsTest {
    private final ServedStore served;
    private final Path directory;

    LeaseVerbsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        served = new ServedStore(
                directory.resolve("data"), StoreOptions.defaults().withMemoryBytes(8 << 20));
    }

    @AfterEach
    void close() throws Exception {
        served.close();
    }

    /// The program succeeds, and says this.
    private String told(String... arguments) {
        assertThat(served.lbclient(arguments)).describedAs(served.err()).isZero();
        return served.out();
    }

    @Test
    void ttl_isShown_changed_andTakenAway_withTheValueKept() {
        told("set", "k", "value", "--ttl", "2h");
        assertThat(told("ttl", "k", "-o", "json")).contains("\"ttl_ms\":7200000", "\"remaining_ms\":7", "\"lease\":");
        assertThat(told("ttl", "k", "-o", "table")).containsPattern("ttl +2h");
        told("ttl", "k", "3d");
        assertThat(told("ttl", "k", "-o", "table")).containsPattern("ttl +3d");
        told("ttl", "k", "--none");
        assertThat(told("ttl", "k")).isEqualTo("remaining=unlimited\n");
        assertThat(told("get", "k")).isEqualTo("value");
        assertThat(served.store().get(Key.of("k")).orElseThrow().version().version())
                .isEqualTo(3);

        assertThat(served.lbclient("ttl", "none")).isEqualTo(3);
        assertThat(served.lbclient("ttl", "k", "soon")).isEqualTo(2);
        assertThat(served.lbclient("ttl", "k", "1s", "--none")).isEqualTo(2);
        assertThat(served.lbclient("set", "k", "v", "--ttl", "1s", "--lease", "4"))
                .isEqualTo(2);
    }

    @Test
    void keyWithATimeToLive_endsByItself() throws InterruptedException {
        told("set", "k", "value", "--ttl", "50ms");
        while (served.lbclient("get", "k") != 3) {
            Thread.sleep(5); // The store ends it on a thread of its own.
        }
        assertThat(told("history", "k", "-o", "ndjson")).contains("\"deleted\":true");
    }

    @Test
    void lease_isGranted_shown_listed_renewed_andRevokedWithItsKeys() {
        assertThat(told("lease", "grant", "30s", "--id", "7")).startsWith("lease=7\nttl_ms=30000\n");
        told("lease", "grant", "5m");
        told("set", "a", "1", "--lease", "7");
        told("set", "b", "2", "--lease", "7");
        assertThat(told("lease", "show", "7", "-o", "json"))
                .startsWith("{\"lease\":7,\"ttl_ms\":30000,")
                .endsWith("\"keys\":[{\"key\":\"a\"},{\"key\":\"b\"}]}\n");
        assertThat(told("lease", "show", "7", "-o", "table")).contains("KEY\na\nb\n");
        assertThat(told("lease", "list", "-o", "csv")).startsWith("lease,ttl_ms,remaining_ms,revision\n7,30000,");
        assertThat(told("lease", "list", "-o", "ndjson").lines()).hasSize(2);
        assertThat(told("lease", "renew", "7")).isEqualTo("ttl_ms=30000\n");
        assertThat(told("lease", "revoke", "7")).isEqualTo("keys_deleted=2\n");
        assertThat(served.lbclient("get", "a")).isEqualTo(3);

        assertThat(served.lbclient("lease", "renew", "7")).isEqualTo(4);
        assertThat(served.err()).contains("LEASE_NOT_FOUND");
        assertThat(served.lbclient("set", "c", "3", "--lease", "7")).isEqualTo(4);
        assertThat(served.lbclient("lease", "grant")).isEqualTo(2);
        assertThat(served.lbclient("lease", "renew", "x")).isEqualTo(2);
        assertThat(served.lbclient("lease", "list", "7")).isEqualTo(2);
        assertThat(served.lbclient("lease", "steal", "7")).isEqualTo(2);
    }

    @Test
    void txn_doesAllOrNothing_andSaysWhat() {
        String lock = "then set lock 'it is me' --ttl 1h";
        assertThat(told("txn", "if lock absent", lock, "else get lock", "-o", "json"))
                .startsWith(
                        "{\"succeeded\":true,\"revision\":2,\"results\":[{\"step\":1,\"did\":\"set\",\"key\":\"lock\"");
        assertThat(told("txn", "if lock absent", lock, "else get lock", "-o", "ndjson"))
                .contains("\"succeeded\":false", "\"value\":\"it is me\"");
        assertThat(served.lbclient("txn", "if lock absent", lock)).isEqualTo(5);
        assertThat(served.err()).contains("nothing was changed");
        assertThat(told("txn", "if lock value = 'it is me'", "if lock version < 2", "then del lock", "-o", "table"))
                .containsPattern("succeeded +yes")
                .containsPattern("1 +deleted");
        assertThat(told("txn", "then set p/1 x", "then set p/2 y", "then getprefix p/", "-o", "csv"))
                .isEqualTo("""
                        step,did,key,revision,version,value
                        1,set,p/1,4,1,
                        2,set,p/2,4,1,
                        3,got,p/1,4,1,x
                        3,got,p/2,4,1,y
                        """);
        assertThat(told("txn", "then delprefix p/", "then get q"))
                .isEqualTo("1\tdeleted 2\t\t\t\t\n2\tnot there\t\t\t\t\n");
    }

    @Test
    void txn_readsFiles_andRefusesWhatItDoesNotUnderstand() throws IOException {
        Path file = directory.resolve("move.txn");
        Files.writeString(file, "# a move\nif a absent\n\nthen set b 'x\ny'\n");
        told("txn", "--file", file.toString());
        assertThat(told("get", "b")).isEqualTo("x\ny");
        for (String line : new String[] {
            "when a exists",
            "if a",
            "if a version ~ 3",
            "if a version = x",
            "if a colour = 3",
            "then",
            "then set a",
            "then set a b --for 3s",
            "then fetch a",
            "then set a 'b"
        }) {
            assertThat(served.lbclient("txn", line)).describedAs(line).isEqualTo(2);
            assertThat(served.err()).startsWith("lbclient: ");
        }
        assertThat(served.lbclient("txn")).isEqualTo(2);
    }
}
