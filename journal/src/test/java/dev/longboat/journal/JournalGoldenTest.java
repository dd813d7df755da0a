package dev.longboat.journal;

import dev.longboat.testkit.GoldenScripts;
import dev.longboat.testkit.GoldenText;
import dev.longboat.testkit.HexDump;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

    private static void append(Journal journal, long index, String value) throws IOException {
        journal.begin(value.length()).put(ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
        journal.end(new FrameHead(FrameType.ENTRY, 0, 0, index));
    }
}
