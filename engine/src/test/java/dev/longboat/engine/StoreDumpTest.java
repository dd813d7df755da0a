package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.GoldenText;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a dump says of a store, of a damaged one and of nothing; and that it only looks.
final class StoreDumpTest {
    @Test
    void smallStore_isDescribed() throws IOException {
        GoldenText.at("engine/small_store.dump").matches(dump(SmallStore.make().disk()));
    }

    @Test
    void damage_isDescribedAndNotRefused() throws IOException {
        SimDisk disk = SmallStore.make().copy();
        String manifest = "manifest/00000003.man";
        disk.atRest().flipBit(manifest, 8 * 100);
        disk.atRest().flipBit("tables/00000007.tbl", 8 * 20);
        assertThat(dump(disk))
                .contains(manifest + " at byte 48: record 1 is damaged")
                .contains("chain not known")
                .contains("tables/00000007.tbl  not listed  ");
    }

    @Test
    void nothing_isDescribed() throws IOException {
        assertThat(dump(new SimDisk())).isEqualTo("nothing: a store would be made here\n");
    }

    private static String dump(SimDisk disk) throws IOException {
        long before = disk.atRest().fingerprint();
        long calls = disk.calls();
        List<String> lines = new ArrayList<>();
        StoreDump.describe(disk, lines::add);
        assertThat(disk.atRest().fingerprint()).isEqualTo(before);
        assertThat(disk.calls()).isEqualTo(calls);
        disk.requireAllClosed();
        return String.join("\n", lines) + "\n";
    }
}
