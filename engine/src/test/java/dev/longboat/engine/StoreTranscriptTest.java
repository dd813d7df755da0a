package dev.longboat.engine;

import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.GoldenText;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.Transcript;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// A store's life as its disk sees it: what is written and synced before what (E4) is there to be
/// read.
final class StoreTranscriptTest {
    @Test
    void lifeOfAStore_isCommitted() throws IOException {
        Transcript transcript = Transcript.ofChanges();
        SimDisk disk = new SimDisk().record(transcript);
        transcript.add("# open a new directory");
        Store store = SmallStore.open(disk);
        transcript.add("# a first commit");
        store.put(Key.of("a"), new byte[10]);
        transcript.add("# a second commit");
        store.put(Key.of("b"), new byte[100]);
        transcript.add("# a value of three pieces");
        store.put(Key.of("large"), new byte[10_000]);
        transcript.add("# as many rows as a memtable takes");
        for (int i = 0; i < 6; i++) {
            store.put(Key.of("c" + i), new byte[10]);
        }
        transcript.add("# more, until a segment is full, a memtable is flushed again, and tables are merged");
        for (int i = 0; i < 9; i++) {
            store.put(Key.of("d" + i), new byte[4000]);
        }
        transcript.add("# the power is cut: everything that was written survives");
        SimDisk left = disk.crash(CrashChoice.keepAll()).record(transcript);
        ModelledStore.abandon(disk, store);
        transcript.add("# open again: the last batch, which no mark covers, is copied");
        store = SmallStore.open(left);
        transcript.add("# close in good order");
        store.close();
        transcript.add("# open again: nothing to copy");
        store = SmallStore.open(left);
        transcript.add("# close");
        store.close();
        GoldenText.at("engine/life_of_a_store.txt").matches(transcript.toString());
    }
}
