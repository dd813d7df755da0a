package dev.longboat.engine;

import dev.longboat.disk.Disk;
import dev.longboat.disk.Subtree;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.util.TreeMap;

/// A store in the directory `store` of a disk that has room for copies of it beside: with one of
/// everything in it, like [SmallStore]. Confined to the test's thread.
final class CopiedStore {
    static final String STORE = "store";
    static final String COPY = "copy";

    private CopiedStore() {}

    /// Makes the directory of the store.
    static void make(SimDisk disk) throws IOException {
        disk.createDirectory(STORE);
        disk.syncDirectory("");
    }

    static Store open(Disk disk) {
        return open(disk, STORE);
    }

    static Store open(Disk disk, String directory) {
        return SmallStore.open(new Subtree(disk, directory));
    }

    /// Fills it: several segments and tables, values in rows, frames and extents, removals, and
    /// rows that are in no table.
    static void fill(Store store, int runs) {
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < 9; i++) {
                store.put(Key.of("k" + (run * 5 + i) % 12), new byte[run * 20 + i * 3]);
            }
            store.delete(Key.of("k" + run));
            store.commit(Transaction.of(new Operation.Purge(KeyRange.only(Key.of("k" + (run + 4))))));
            store.put(Key.of("large" + run), new byte[30_000 + run]);
        }
        store.put(Key.of("last" + runs), new byte[5]);
    }

    static Checkpoint checkpoint(Store store, Disk disk) {
        return checkpoint(store, disk, COPY);
    }

    static Checkpoint checkpoint(Store store, Disk disk, String name) {
        return store.checkpoint(disk, name, (existing, link) -> disk.link(STORE + "/" + existing, link));
    }

    /// What a store says of itself: revision, keys, and everything that a scan shows.
    static String told(Store store) {
        TreeMap<Key, String> contents = SmallStore.contents(store);
        return store.revision() + " " + store.statistics().keys() + " " + contents.values();
    }
}
