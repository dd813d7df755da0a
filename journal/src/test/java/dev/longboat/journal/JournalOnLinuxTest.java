package dev.longboat.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.disk.LinuxDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The journal on the machine's own disk: what the simulated disk cannot show is that direct writes
/// of real blocks and reads of them agree.
class JournalOnLinuxTest {
    private static final UUID STORE = new UUID(0x0123456789abcdefL, 0x8edcba9876543210L);

    @TempDir
    Path directory;

    @Test
    void append_thenReopen_replaysEveryFrameAcrossSegments() throws IOException {
        LinuxDisk disk = LinuxDisk.at(directory);
        MemoryChain chain = new MemoryChain();
        JournalOptions options = new JournalOptions(64 << 10, 16 << 10, 16 << 10, 2);
        List<Pointer> pointers = new ArrayList<>();
        try (Journal journal = Journal.open(disk, STORE, chain, Position.START, options, (_, _, _, _) -> {})) {
            for (int i = 1; i <= 200; i++) {
                byte[] value = value(i);
                journal.begin(value.length).put(value);
                Position at = journal.payloadPosition();
                int crc = Checksum.of(ByteBuffer.wrap(value), 0, value.length);
                pointers.add(new Pointer(at.segment(), journal.generation(), at.offset(), value.length, crc));
                journal.end(new FrameHead(FrameType.ENTRY, 0, 0, i));
                if (i % 3 == 0) {
                    journal.sync();
                }
            }
            journal.sync();
            for (int i = 1; i <= 200; i++) {
                assertThat(read(journal, pointers.get(i - 1))).isEqualTo(value(i));
            }
            assertThat(chain.segments()).hasSizeGreaterThan(3);
        }

        List<Long> replayed = new ArrayList<>();
        FrameVisitor visitor = (head, at, generation, payload) -> {
            replayed.add(head.index());
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            assertThat(bytes).isEqualTo(value((int) head.index()));
            assertThat(at).isEqualTo(pointers.get((int) head.index() - 1).position());
            assertThat(generation).isEqualTo(1);
        };
        try (Journal journal = Journal.open(disk, STORE, chain, Position.START, options, visitor)) {
            assertThat(replayed).hasSize(200).isSorted();
            assertThat(journal.durable().segment())
                    .isEqualTo(chain.segments().getLast().id());
        }
        List<String> lines = new ArrayList<>();
        JournalDump.of(disk, chain.segments()).describe(lines::add);
        assertThat(lines).hasSizeGreaterThan(200);
    }

    private static byte[] read(Journal journal, Pointer pointer) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(pointer.length());
        journal.read(pointer, target);
        return target.array();
    }

    private static byte[] value(int i) {
        return ("value " + i + " ").repeat(i * 5).getBytes(StandardCharsets.UTF_8);
    }
}
