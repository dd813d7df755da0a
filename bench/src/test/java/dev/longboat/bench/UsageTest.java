package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What a process took is read from the system and from the counters of a Java machine.
final class UsageTest {
    @Test
    void ourOwnProcess_hasTakenSomething() {
        Usage usage = Usage.of(ProcessHandle.current().pid());
        assertThat(usage.residentBytes()).isPositive();
        assertThat(usage.cpuSeconds()).isPositive();
    }

    @Test
    void processThatIsNot_hasTakenNothing() {
        assertThat(Usage.of(Long.MAX_VALUE)).isEqualTo(Usage.NONE);
    }

    @Test
    void differenceAndSum_undoEachOther() {
        Usage before = new Usage(1, 10, 100, 1000, 1, 0.25);
        Usage after = new Usage(3, 20, 300, 5000, 4, 0.75);
        assertThat(after.since(before)).isEqualTo(new Usage(2, 20, 200, 4000, 3, 0.5));
        assertThat(before.and(after.since(before))).isEqualTo(after);
    }

    @Test
    void counters_areFoundByTheirNames() {
        ByteBuffer file = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        file.order(ByteOrder.BIG_ENDIAN).putInt(0, 0xcafec0c0);
        file.order(ByteOrder.LITTLE_ENDIAN).put(4, (byte) 1).putInt(24, 32).putInt(28, 6);
        int at = entry(file, 32, "sun.os.hrt.frequency", 1000);
        at = entry(file, at, "sun.gc.collector.0.invocations", 3);
        at = entry(file, at, "sun.gc.collector.0.time", 500);
        at = entry(file, at, "sun.gc.collector.2.invocations", 4);
        at = entry(file, at, "sun.gc.collector.2.time", 250);
        entry(file, at, "java.ci.totalTime", 1500);
        assertThat(JvmCounters.of(file)).isEqualTo(new JvmCounters(7, 0.75, 1.5));
    }

    @Test
    void fileOfSomethingElse_countsNothing() {
        assertThat(JvmCounters.of(ByteBuffer.allocate(64))).isEqualTo(new JvmCounters(0, 0, 0));
    }

    private static int entry(ByteBuffer file, int at, String name, long value) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        int valueOffset = (20 + bytes.length + 1 + 7) / 8 * 8;
        file.putInt(at, valueOffset + 8)
                .putInt(at + 4, 20)
                .put(at + 12, (byte) 'J')
                .putInt(at + 16, valueOffset);
        file.put(at + 20, bytes).putLong(at + valueOffset, value);
        return at + valueOffset + 8;
    }
}
