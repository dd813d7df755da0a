package dev.longboat.engine;

import dev.longboat.disk.DataDirectory;
import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.JournalFiles;
import dev.longboat.journal.JournalVerifier;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// A small store, made once, whose files are given to fuzzers. Immutable.
final class FuzzedStore {
    private static final SmallStore STORE = SmallStore.make();
    private static final int PLACE_BYTES = 3;

    private FuzzedStore() {}

    static UUID id() throws IOException {
        return DataDirectory.identityOn(STORE.disk()).orElseThrow().store();
    }

    /// Recovers an open segment of which the input is what follows a good header.
    static void survey(byte[] input) throws IOException {
        ChainedSegment open = new ChainedSegment(1, 1, ChainedSegment.OPEN);
        byte[] header = JournalFiles.emptySegment(id(), open, 1 << 20).array();
        byte[] segment = Arrays.copyOf(header, header.length + input.length);
        System.arraycopy(input, 0, segment, header.length, input.length);
        SimDisk disk = new SimDisk();
        disk.atRest().put(JournalFiles.nameOf(1), segment);
        new JournalVerifier(disk, id(), (_, _, _, _) -> {}).survey(open, JournalFiles.FIRST_FRAME_OFFSET);
    }

    /// Opens and reads the store with the input written over a part of a file: which, and from
    /// where, the first bytes say. Every answer must be right, or refused.
    static void overwrite(byte[] input) {
        if (input.length <= PLACE_BYTES) {
            return;
        }
        SimDisk harmed = STORE.copy();
        List<String> files = harmed.atRest().files();
        String name = files.get((input[0] & 0xff) % files.size());
        byte[] bytes = harmed.atRest().bytes(name);
        int from = ((input[1] & 0xff) << 8 | (input[2] & 0xff)) % Math.max(1, bytes.length);
        int length = Math.min(input.length - PLACE_BYTES, bytes.length - from);
        harmed.atRest().overwrite(name, from, Arrays.copyOfRange(input, PLACE_BYTES, PLACE_BYTES + length));
        List<StoreException> _ = STORE.readEverything(harmed);
    }
}
