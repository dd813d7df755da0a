package dev.longboat.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.disk.DamagedFileException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A block whose checksum holds and whose content makes no sense ends in a [DamagedFileException],
/// never in another exception or an endless walk. Method: sound blocks with a few bytes changed,
/// and bytes at random.
final class BlockCursorTest {
    private static final long SEED = 4711;

    @Test
    void nonsense_isDamageAndNothingElse() {
        Random random = new Random(SEED);
        byte[] sound = block(random);
        int damaged = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = sound.clone();
            int length = bytes.length;
            if (round % 3 == 0) {
                random.nextBytes(bytes);
                Layouts.INT.set(bytes, length - 4, random.nextInt(4));
            } else {
                for (int changes = random.nextInt(4); changes >= 0; changes--) {
                    bytes[random.nextInt(length)] = (byte) random.nextInt();
                }
            }
            if (round % 7 == 0) {
                length = random.nextInt(length);
            }
            try {
                walk(bytes, length, random);
            } catch (DamagedFileException refused) {
                assertThat(refused.offset()).isEqualTo(64);
                damaged++;
            } catch (RuntimeException failure) {
                throw new AssertionError("seed " + SEED + ", round " + round, failure);
            }
        }
        assertThat(damaged).isGreaterThan(8000);
    }

    private static void walk(byte[] bytes, int length, Random random) throws DamagedFileException {
        BlockCursor cursor = new BlockCursor();
        cursor.open("t", 64, bytes, length);
        int steps = 0;
        for (cursor.seekFirst(); cursor.valid(); cursor.next()) {
            assertThat(cursor.key().length + cursor.payload().remaining()).isLessThanOrEqualTo(length * 20);
            assertThat(steps++).isLessThan(length);
        }
        for (cursor.seekLast(); cursor.valid(); cursor.previous()) {
            assertThat(steps++).isLessThan(3 * length);
        }
        cursor.seek(Target.at(Rows.randomKey(random), random.nextInt()));
        if (cursor.valid()) {
            cursor.span(1);
        }
    }

    private static byte[] block(Random random) {
        BlockBuilder builder = new BlockBuilder(5);
        for (Rows.Row row : Rows.random(random, 40).values()) {
            if (row.payload().length < 100) {
                builder.add(row.key(), row.revision(), row.ordinal(), row.stamp(), ByteBuffer.wrap(row.payload()));
            }
        }
        return finished(builder);
    }

    private static byte[] finished(BlockBuilder builder) {
        int length = builder.finish();
        return Arrays.copyOf(builder.array(), length);
    }
}
