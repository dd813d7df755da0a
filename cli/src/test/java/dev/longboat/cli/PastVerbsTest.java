package dev.longboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.engine.Key;
import dev.longboat.engine.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a user sees what became of a key, goes back, and forgets, by the command line alone (L1,
/// L2). Method: a real store behind the real doors, and the program in this process.
final class PastVerbsTest {
    private final ServedStore served;

    PastVerbsTest(@TempDir Path directory) throws IOException {
        served = new ServedStore(
                directory,
                StoreOptions.tiny().toBuilder()
                        .segmentBytes(4 << 20)
                        .frameBytesMax(1 << 20)
                        .build());
    }

    @AfterEach
    void close() throws InterruptedException {
        served.close();
    }

    /// The program succeeds, and says this.
    private String told(String... arguments) {
        assertThat(served.lbclient(arguments)).describedAs(served.err()).isZero();
        return served.out();
    }

    private long set(String key, String value) {
        return Long.parseLong(told("set", key, value).strip());
    }

    @Test
    void history_listsVersionsAndDeletes_newestFirst() {
        long first = set("k", "one");
        long second = set("k", "two");
        told("del", "k");
        assertThat(told("history", "k", "-o", "table").lines())
                .hasSize(4)
                .anyMatch(line -> line.matches("k +" + (second + 1) + " +deleted .*"))
                .last()
                .asString()
                .matches("k +" + first + " +1 +3 +one");
        assertThat(told("history", "k", "--limit", "1", "-o", "ndjson")).contains("\"deleted\":true");
        assertThat(told("history", "k")).isEqualTo("k\ttwo\nk\tone\n");
        assertThat(served.lbclient("history", "never")).isEqualTo(3);
    }

    @Test
    void diff_showsTheLinesThatChanged() {
        long first = set("conf", "a\nb\nc\n");
        long second = set("conf", "a\nB\nc\n");
        String changed = "--- conf  revision %d\n+++ conf  revision %d\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"
                .formatted(first, second);
        assertThat(told("diff", "conf")).isEqualTo(changed);
        set("conf", "other");
        assertThat(told("diff", "conf", "--at-rev", "" + first, "--with-rev", "" + second))
                .isEqualTo(changed);
        assertThat(told("diff", "conf", "--at-rev", "" + first, "--with-rev", "" + first))
                .isEmpty();
        assertThat(told("diff", "conf", "-o", "json")).contains("\"from_revision\":" + second, "-B", "+other");
    }

    @Test
    void diff_ofWhatIsNotThere_andOfBytes_saysSo() {
        long first = set("k", "text");
        assertThat(told("diff", "k"))
                .startsWith("--- k  not there\n+++ k  revision " + first)
                .endsWith("+text\n");
        told("del", "k");
        assertThat(told("diff", "k")).startsWith("--- k  revision " + first + "\n+++ k  not there\n");
        assertThat(served.lbclient("diff", "never")).isEqualTo(3);
        told("set", "b", "\\x00\\xff\\x01", "-e");
        told("set", "b", "\\x00\\xfe", "-e");
        assertThat(told("diff", "b")).endsWith("3 bytes and 2 bytes, which differ from byte 1\n");
    }

    @Test
    void revert_givesTheOldValueAgain_andKeepsTheVersionsBetween() {
        long first = set("k", "one");
        long second = set("k", "two");
        assertThat(told("revert", "k", "--at-rev", "" + first, "--dry-run"))
                .isEqualTo("from_revision=%d\nto_value_of_revision=%d\nvalue_bytes=3\n".formatted(second, first));
        assertThat(told("get", "k")).isEqualTo("two");
        told("revert", "k", "--at-rev", "" + first);
        assertThat(told("get", "k")).isEqualTo("one");
        assertThat(told("history", "k")).isEqualTo("k\tone\nk\ttwo\nk\tone\n");
    }

    @Test
    void revert_toATimeBeforeTheKey_deletesIt_andBringsTheDeletedBack() {
        long before = set("other", "x");
        long first = set("k", "one");
        told("revert", "k", "--at-rev", "" + before);
        assertThat(served.lbclient("get", "k")).isEqualTo(3);
        told("revert", "k", "--at-rev", "" + first);
        assertThat(told("get", "k")).isEqualTo("one");
        long now = Long.parseLong(told("set", "other", "y").strip());
        assertThat(told("revert", "k", "--at-rev", "" + now)).isEmpty();
        assertThat(served.err()).contains("nothing to do");
        assertThat(served.lbclient("revert", "k")).isEqualTo(2);
        assertThat(served.lbclient("revert", "never", "--at-rev", "" + now)).isEqualTo(3);
    }

    @Test
    void trimAndPurge_sayWhatTheyWouldDo_andDoIt() {
        set("a/1", "x");
        set("a/1", "y");
        set("a/2", "z");
        set("b", "z");
        assertThat(told("trim", "--prefix", "a/", "--dry-run")).startsWith("keys_that_would_change=1\n");
        assertThat(told("trim", "--prefix", "a/")).startsWith("keys_changed=1\n");
        assertThat(told("history", "a/1")).isEqualTo("a/1\ty\n");
        assertThat(told("purge", "--prefix", "a/", "--dry-run")).startsWith("keys_that_would_change=2\n");
        assertThat(told("purge", "--prefix", "a/")).startsWith("keys_changed=2\n");
        assertThat(told("range", "", "", "--keys-only")).isEqualTo("b\n");
        assertThat(served.lbclient("history", "a/1")).isEqualTo(3);
        assertThat(served.lbclient("purge")).isEqualTo(2);
    }

    @Test
    void purgeThatIsRefusedMidway_saysWhatItHasChanged_andIsTakenUp() {
        for (int i = 0; i < 1_500; i++) {
            served.store().put(Key.of("a/" + i), new byte[1]);
        }
        served.fullAfterSweepBatches(1);
        assertThat(served.lbclient("purge", "--prefix", "a/")).isEqualTo(5);
        assertThat(served.err()).contains("stopped midway: keys changed: 1024, the others were not");
        served.fullAfterSweepBatches(0);
        assertThat(served.lbclient("purge", "--prefix", "a/")).isEqualTo(5);
        assertThat(served.err()).contains("nothing was changed");
        served.fullAfterSweepBatches(9);
        assertThat(told("purge", "--prefix", "a/")).startsWith("keys_changed=476\n");
    }

    @Test
    void horizon_movesOn_andWhatLiesBeforeIsRefused() {
        long first = set("k", "one");
        long second = set("k", "two");
        assertThat(told("horizon", "" + second, "--dry-run")).contains("oldest_revision_would_be=" + second);
        assertThat(told("get", "k", "--at-rev", "" + first)).isEqualTo("one");
        assertThat(told("horizon", "" + second)).startsWith("oldest_revision=" + second);
        assertThat(served.lbclient("get", "k", "--at-rev", "" + first)).isEqualTo(4);
        assertThat(served.err()).contains("" + first, "" + second);
    }

    @Test
    void watch_tellsThePast_inEveryFormat() {
        long first = set("w/1", "one");
        told("del", "w/1");
        String[] formats = {"raw", "csv", "ndjson"};
        String[] said = {
            first + "\tput\tw/1\tone\n" + (first + 1) + "\tdeleted\tw/1\n",
            "event,at_revision,key,",
            "{\"event\":\"put\""
        };
        for (int i = 0; i < formats.length; i++) {
            assertThat(told("watch", "--prefix", "w/", "--from-rev", "1", "--count", "2", "-o", formats[i]))
                    .startsWith(said[i]);
        }
    }

    @Test
    void csv_isReadByOthers() {
        set("plain", "a,b");
        told("set", "quote", "say \"hi\"\nagain");
        told("set", "\\xff", "\\x00\\xff", "-e");
        String expected = """
                key,key_base64,revision,create_revision,version,ordinal,stamp_ms,value_bytes,value,value_base64
                plain,,R,R,1,1,T,3,"a,b",
                quote,,R,R,1,1,T,14,"say ""hi""
                again",
                ,/w==,R,R,1,1,T,2,,AP8=
                """;
        assertThat(told("range", "", "", "-o", "csv")
                        .replaceAll(",1\\d{12},", ",T,")
                        .replaceAll(",\\d+,\\d+,1,1,", ",R,R,1,1,"))
                .isEqualTo(expected);
        assertThat(told("range", "", "", "--count", "-o", "csv")).isEqualTo("count\n3\n");
    }
}
