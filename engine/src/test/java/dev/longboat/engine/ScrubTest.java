package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.longboat.disk.Clock;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The search finds what has rotted while the store serves, and says which keys it concerns;
/// whoever asks for one of them is refused, and never given wrong bytes or told that there is
/// nothing.
final class ScrubTest {
    private final SimDisk disk = new SimDisk();

    private Store open(boolean threads) {
        return Store.open(
                new StorePorts(disk, threads ? Clock.system() : new SimClock(1000), new SimRandomness(7), threads),
                SmallStore.OPTIONS);
    }

    /// The newest table: what was merged may still lie beside it for a while.
    private String newestTable() {
        return disk.atRest().files().stream()
                .filter(name -> name.startsWith("tables/"))
                .toList()
                .getLast();
    }

    /// Turns over a bit in the middle of a value of equal bytes.
    ///
    /// @return the file in which it lies
    private String flipIn(byte[] value) {
        for (String name : disk.atRest().files()) {
            byte[] bytes = disk.atRest().bytes(name);
            for (int at = 0; at < bytes.length - 100; at++) {
                if (Arrays.equals(bytes, at, at + 100, value, 0, 100)) {
                    disk.atRest().flipBit(name, 8L * (at + 50));
                    return name;
                }
            }
        }
        throw new AssertionError("the value is not there");
    }

    @Test
    void soundStore_isReadWhole_andNothingIsFound() {
        try (Store store = open(false)) {
            CopiedStore.fill(store, 3);
            store.scrub().start();
            ScrubStatus status = store.scrub().status();
            assertThat(status.state()).isEqualTo(ScrubStatus.State.IDLE);
            assertThat(status.passes()).isEqualTo(1);
            assertThat(status.findings()).isEmpty();
            assertThat(status.lastPassMillis()).isEqualTo(1000);
            assertThat(status.passBytes()).isGreaterThanOrEqualTo(status.passBytesTotal() * 9 / 10);
        }
        disk.requireAllClosed();
    }

    @Test
    void damagedValue_isFound_namedAndRefused() {
        try (Store store = open(false)) {
            store.put(Key.of("before"), new byte[3000]);
            byte[] value = new byte[3000];
            Arrays.fill(value, (byte) 0x5a);
            store.put(Key.of("rotten"), value);
            store.put(Key.of("after"), new byte[3000]);
            for (int i = 0; i < 20; i++) {
                store.put(Key.of("padding" + i), new byte[1]);
            }
            String segment = flipIn(value);
            store.scrub().start();
            assertThat(store.scrub().status().findings()).singleElement().satisfies(finding -> {
                assertThat(finding.file()).isEqualTo(segment);
                assertThat(finding.keys())
                        .contains("\"rotten\"")
                        .doesNotContain("before")
                        .doesNotContain("after");
                assertThat(finding.problem()).contains("sums to");
            });
        }
        assertThatThrownBy(() -> {
                    try (Store store = open(false)) {
                        store.get(Key.of("rotten")).orElseThrow().value().toBytes();
                    }
                })
                .isInstanceOf(CorruptionException.class);
    }

    @Test
    void damagedTable_isFound_withTheKeysBetweenWhichItLies() {
        try (Store store = open(false)) {
            CopiedStore.fill(store, 3);
            String table = newestTable();
            disk.atRest().flipBit(table, 8 * 100);
            store.scrub().start();
            assertThat(store.scrub().status().findings()).singleElement().satisfies(finding -> {
                assertThat(finding.file()).isEqualTo(table);
                assertThat(finding.keys()).startsWith("some from ").contains(" to \"");
            });
        }
    }

    @Test
    void missingFile_isFound_andAFindingGoesWithItsFile() throws IOException {
        try (Store store = open(false)) {
            CopiedStore.fill(store, 3);
            String table = newestTable();
            byte[] bytes = disk.atRest().bytes(table);
            disk.delete(table);
            store.scrub().start();
            assertThat(store.scrub().status().findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.problem()).contains("missing"));
            disk.atRest().put(table, bytes);
            store.scrub().start();
            assertThat(store.scrub().status().findings()).isEmpty();
            assertThat(store.scrub().status().passes()).isEqualTo(2);
        }
    }

    /// Every so many bits of every segment and table: found, or harmless to every read.
    @Test
    void flippedBit_isFoundOrHarmless() {
        SmallStore small = SmallStore.make();
        Set<String> found = new TreeSet<>();
        for (int file = 0; file < 12; file++) {
            for (int part = 0; part < 25; part++) {
                SimDisk harmed = small.copy();
                try (Store store = SmallStore.open(harmed)) {
                    List<String> names = harmed.atRest().files();
                    String name = names.get(file % names.size());
                    if (!name.startsWith("journal/") && !name.startsWith("tables/")) {
                        continue;
                    }
                    long bits = 8L * harmed.atRest().bytes(name).length;
                    long bit = Math.min(11 + part * bits / 25, bits - 1);
                    harmed.atRest().flipBit(name, bit);
                    store.scrub().start();
                    if (store.scrub().status().findings().isEmpty()) {
                        assertThat(catchThrowable(() -> SmallStore.contents(store)))
                                .describedAs("bit %d of %s", bit, name)
                                .isNull();
                    } else {
                        found.add(name);
                    }
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(2);
    }

    @Test
    void pacedSearch_isPausedAndGoesOn_whileTheStoreIsWritten() {
        try (Store store = open(true)) {
            CopiedStore.fill(store, 3);
            Scrub scrub = store.scrub();
            scrub.bytesPerSecond(1);
            scrub.start();
            assertThat(scrub.status().state()).isEqualTo(ScrubStatus.State.RUNNING);
            scrub.pause();
            assertThat(scrub.status().state()).isEqualTo(ScrubStatus.State.PAUSED);
            CopiedStore.fill(store, 6);
            scrub.bytesPerSecond(1L << 40);
            assertThat(scrub.status().passes()).isZero();
            scrub.start();
            while (scrub.status().passes() == 0) {
                Thread.onSpinWait();
            }
            assertThat(scrub.status().findings()).isEmpty();
            scrub.bytesPerSecond(1);
            scrub.start();
        }
        disk.requireAllClosed();
        assertThatThrownBy(() -> open(false).scrub().bytesPerSecond(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
