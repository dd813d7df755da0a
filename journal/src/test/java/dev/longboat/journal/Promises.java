package dev.longboat.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a workload was promised: entries that are acknowledged must be there after a crash, others
/// may be, in order and whole. Confined to the test's thread.
final class Promises {
    /// @param extent where the entry says that bytes lie, and those bytes
    record Promised(ByteBuffer payload, Position payloadAt, Optional<Extent> extent) {}

    record Extent(Pointer pointer, ByteBuffer bytes) {}

    private final List<Promised> entries = new ArrayList<>();
    private int acknowledged;

    /// The index of the next entry.
    long nextIndex() {
        return entries.size() + 1L;
    }

    int acknowledged() {
        return acknowledged;
    }

    void appended(Promised entry) {
        entries.add(entry);
    }

    /// Acknowledges all that lies before `durable`.
    void acknowledge(Position durable) {
        while (acknowledged < entries.size()
                && entries.get(acknowledged).payloadAt().compareTo(durable) < 0) {
            acknowledged++;
        }
    }

    void acknowledgeAll() {
        acknowledged = entries.size();
    }

    /// What was not acknowledged is known not to be there, and never to come.
    void dropUnacknowledged() {
        entries.subList(acknowledged, entries.size()).clear();
    }

    /// A restart showed `count` entries: they stay, and no others come back.
    void settle(int count) {
        entries.subList(count, entries.size()).clear();
        acknowledged = count;
    }

    /// Holds what a journal replayed against what was promised.
    ///
    /// @param appliedIndex the index behind which replay began
    void verify(Replayed replayed, long appliedIndex, Journal journal) throws IOException {
        assertThat(replayed.indexes())
                .describedAs("indexes replayed after %d", appliedIndex)
                .isEqualTo(consecutive(appliedIndex, replayed.indexes().size()));
        long count = appliedIndex + replayed.indexes().size();
        assertThat(count).describedAs("entries, of %d appended", entries.size()).isBetween((long) acknowledged, (long)
                entries.size());
        for (int i = 0; i < replayed.indexes().size(); i++) {
            Promised promised = entries.get((int) appliedIndex + i);
            assertThat(replayed.payloads().get(i)).isEqualTo(promised.payload());
            if (promised.extent().isPresent()) {
                Extent extent = promised.extent().get();
                ByteBuffer read = ByteBuffer.allocate(extent.bytes().capacity());
                journal.read(extent.pointer(), read);
                assertThat(read.flip()).isEqualTo(extent.bytes());
            }
        }
    }

    private static List<Long> consecutive(long after, int count) {
        List<Long> indexes = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            indexes.add(after + i);
        }
        return indexes;
    }
}
