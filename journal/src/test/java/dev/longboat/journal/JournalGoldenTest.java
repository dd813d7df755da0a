package dev.longboat.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.GoldenScripts;
import dev.longboat.testkit.GoldenText;
import dev.longboat.testkit.HexDump;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Stories and bytes that are committed: what changes here changes what is on people's disks, or
/// the order in which it gets there.
class JournalGoldenTest {
    @TestFactory
    Stream<DynamicTest> stories() throws IOException {
        return GoldenScripts.in("journal/stories", JournalScript::new);
    }

    /// The worked example of the format page.
    @Test
    void bytesOfASmallSegment_areThoseOfTheFormatPage() throws IOException {
        SimDisk disk = new SimDisk();
        MemoryChain chain = new MemoryChain();
        JournalOptions options = JournalOptions.defaults();
        try (Journal journal =
                Journal.open(disk, JournalWorkload.STORE, chain, Position.START, options, new Replayed())) {
            append(journal, 7, "apple");
            append(journal, 8, "banana");
            journal.sync();
        }
        GoldenText.at("journal/segment_v1.hex").matches(HexDump.of(disk.atRest().bytes("journal/00000001.seg")));
        List<String> lines = new ArrayList<>();
        JournalDump.of(disk, chain.segments()).describe(lines::add);
        GoldenText.at("journal/segment_v1.dump").matches(String.join("\n", lines) + "\n");
    }

    /// What version 1 wrote, every later build reads.
    @Test
    void committedSegment_isReadByThisBuild() throws IOException {
        SimDisk disk = new SimDisk();
        try (InputStream file = getClass().getResourceAsStream("/journal/v1/00000001.seg")) {
            disk.atRest()
                    .put("journal/00000001.seg", Objects.requireNonNull(file).readAllBytes());
        }
        MemoryChain chain = new MemoryChain();
        chain.extend(ChainedSegment.OPEN, new ChainedSegment(1, 1, ChainedSegment.OPEN));
        Replayed replayed = new Replayed();
        Journal.open(disk, JournalWorkload.STORE, chain, Position.START, JournalOptions.defaults(), replayed)
                .close();
        assertThat(replayed.lines())
                .containsExactly(
                        "FrameHead[type=ENTRY, group=0, term=0, index=7] at 1:4160.1 +5",
                        "FrameHead[type=ENTRY, group=0, term=0, index=8] at 1:4232.1 +6");
        assertThat(replayed.payloads())
                .containsExactly(StandardCharsets.UTF_8.encode("apple"), StandardCharsets.UTF_8.encode("banana"));
    }

    private static void append(Journal journal, long index, String value) throws IOException {
        journal.begin(value.length()).put(ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
        journal.end(new FrameHead(FrameType.ENTRY, 0, 0, index));
    }
}
