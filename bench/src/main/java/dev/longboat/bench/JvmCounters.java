package dev.longboat.bench;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What a running Java machine counts of its collections of garbage and its compilations: read from
/// the file that it keeps for `jstat`, which costs it nothing. Zeros where there is no such file.
/// Immutable.
///
///     0      4     5                24        28        32
///     +------+-----+-- versions, ---+---------+---------+-- entries --
///     | magic|order|   sizes, time  | first   | entries |
///     +------+-----+----------------+---------+---------+-------------
///
///     an entry, at e:
///     e      e+4    e+8      e+12  e+16
///     +------+------+--------+-----+-------+- name, 0 -+- value -
///     | bytes| name | vector | type| value |
///     +------+------+--------+-----+-------+-----------+--------
///
/// @param collections so far
/// @param collectionSeconds so far
/// @param compilationSeconds so far, of all compiling threads together
record JvmCounters(long collections, double collectionSeconds, double compilationSeconds) {
    private static final JvmCounters NONE = new JvmCounters(0, 0, 0);
    private static final int MAGIC = 0xcafec0c0;
    private static final int ORDER_OFFSET = 4;
    private static final int FIRST_OFFSET = 24;
    private static final int COUNT_OFFSET = 28;
    private static final int NAME_OFFSET = 4;
    private static final int TYPE_OFFSET = 12;
    private static final int VALUE_OFFSET = 16;

    /// Reads the counters of a process.
    static JvmCounters of(long pid) {
        Path file = Path.of("/tmp/hsperfdata_" + System.getProperty("user.name"), Long.toString(pid));
        try {
            return Files.isReadable(file) ? of(ByteBuffer.wrap(Files.readAllBytes(file))) : NONE;
        } catch (IOException | BufferUnderflowException | IndexOutOfBoundsException _) {
            return NONE; // It ends just now.
        }
    }

    /// Reads the counters in the bytes of such a file.
    static JvmCounters of(ByteBuffer file) {
        Map<String, Long> longs = longs(file);
        double frequency = longs.getOrDefault("sun.os.hrt.frequency", Long.MAX_VALUE);
        long collections = 0;
        long ticks = 0;
        for (Map.Entry<String, Long> counter : longs.entrySet()) {
            if (counter.getKey().matches("sun\\.gc\\.collector\\.\\d+\\.invocations")) {
                collections += counter.getValue();
            } else if (counter.getKey().matches("sun\\.gc\\.collector\\.\\d+\\.time")) {
                ticks += counter.getValue();
            }
        }
        return new JvmCounters(collections, ticks / frequency, longs.getOrDefault("java.ci.totalTime", 0L) / frequency);
    }

    private static Map<String, Long> longs(ByteBuffer file) {
        Map<String, Long> longs = new HashMap<>();
        if (file.order(ByteOrder.BIG_ENDIAN).getInt(0) != MAGIC) {
            return longs;
        }
        file.order(file.get(ORDER_OFFSET) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int entry = file.getInt(FIRST_OFFSET);
        for (int i = file.getInt(COUNT_OFFSET); i > 0; i--) {
            if (file.get(entry + TYPE_OFFSET) == 'J') {
                longs.put(
                        text(file, entry + file.getInt(entry + NAME_OFFSET)),
                        file.getLong(entry + file.getInt(entry + VALUE_OFFSET)));
            }
            entry += file.getInt(entry);
        }
        return longs;
    }

    private static String text(ByteBuffer file, int start) {
        int end = start;
        while (file.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - start];
        file.get(start, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
