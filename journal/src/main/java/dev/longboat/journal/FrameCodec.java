package dev.longboat.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Encodes and verifies the heads of one store's frames. Confined to the thread that uses it.
///
/// The checksum of a head begins with the store's id, so that a segment of another store never
/// verifies, and a value that somebody shaped like a frame does not pass for one.
final class FrameCodec {
    private final byte[] salt;
    private final CRC32C crc = new CRC32C();

    FrameCodec(UUID store) {
        this.salt = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(store.getMostSignificantBits())
                .putLong(store.getLeastSignificantBits())
                .array();
    }

    /// Puts the head of `frame` at `at`, with its checksum.
    void encode(Frame frame, ByteBuffer target, int at) {
        FrameHead head = frame.head();
        int flags = (frame.first() ? FrameLayout.FLAG_FIRST : 0) | (frame.last() ? FrameLayout.FLAG_LAST : 0);
        target.putInt(at + FrameLayout.PAYLOAD_BYTES_OFFSET, frame.payloadBytes())
                .putInt(at + FrameLayout.PAYLOAD_CRC_OFFSET, frame.payloadCrc32c())
                .put(at + FrameLayout.TYPE_OFFSET, (byte) head.type().number())
                .put(at + FrameLayout.FLAGS_OFFSET, (byte) flags)
                .putShort(at + FrameLayout.ZERO_SHORT_OFFSET, (short) 0)
                .putInt(at + FrameLayout.SEGMENT_OFFSET, frame.segment())
                .putInt(at + FrameLayout.GENERATION_OFFSET, frame.generation())
                .putInt(at + FrameLayout.OWN_OFFSET_OFFSET, frame.offset())
                .putInt(at + FrameLayout.GROUP_OFFSET, head.group())
                .putLong(at + FrameLayout.TERM_OFFSET, head.term())
                .putLong(at + FrameLayout.INDEX_OFFSET, head.index())
                .putLong(at + FrameLayout.DURABLE_MARK_OFFSET, frame.mark().packed())
                .putInt(at + FrameLayout.BATCH_OFFSET, frame.batch())
                .putInt(at + FrameLayout.ZERO_INT_OFFSET, 0);
        target.putInt(at + FrameLayout.HEAD_CRC_OFFSET, headCrc(target, at));
    }

    /// Sets [FrameLayout#FLAG_LAST] in the head at `at`.
    void markLast(ByteBuffer target, int at) {
        int flags = target.get(at + FrameLayout.FLAGS_OFFSET) | FrameLayout.FLAG_LAST;
        target.put(at + FrameLayout.FLAGS_OFFSET, (byte) flags);
        target.putInt(at + FrameLayout.HEAD_CRC_OFFSET, headCrc(target, at));
    }

    /// Whether the numbers at `at` are those of a head at `offset` of this segment: a cheap first
    /// look before [#decode].
    static boolean resembles(ByteBuffer source, int at, int segment, int generation, int offset) {
        return source.getInt(at + FrameLayout.OWN_OFFSET_OFFSET) == offset
                && source.getInt(at + FrameLayout.SEGMENT_OFFSET) == segment
                && source.getInt(at + FrameLayout.GENERATION_OFFSET) == generation;
    }

    /// Verifies the head at `at` of `source`, which was read from `offset` of a segment's file.
    Found decode(ByteBuffer source, int at, int segment, int generation, int offset) {
        int expected = source.getInt(at + FrameLayout.HEAD_CRC_OFFSET);
        int found = headCrc(source, at);
        if (expected != found) {
            return isZero(source, at)
                    ? new NoFrame(offset, "zeros instead of a frame")
                    : new NoFrame(offset, "head sums to " + hex(found) + ", says " + hex(expected));
        }
        if (!resembles(source, at, segment, generation, offset)) {
            return new NoFrame(offset, "the head belongs to " + wroteAs(source, at));
        }
        int number = source.get(at + FrameLayout.TYPE_OFFSET);
        Optional<FrameType> type = FrameType.of(number);
        if (type.isEmpty()) {
            return new NoFrame(offset, "unknown frame type " + number);
        }
        return checked(source, at, type.get());
    }

    private static Found checked(ByteBuffer source, int at, FrameType type) {
        int offset = source.getInt(at + FrameLayout.OWN_OFFSET_OFFSET);
        int segment = source.getInt(at + FrameLayout.SEGMENT_OFFSET);
        int flags = source.get(at + FrameLayout.FLAGS_OFFSET);
        int payloadBytes = source.getInt(at + FrameLayout.PAYLOAD_BYTES_OFFSET);
        int group = source.getInt(at + FrameLayout.GROUP_OFFSET);
        long term = source.getLong(at + FrameLayout.TERM_OFFSET);
        long index = source.getLong(at + FrameLayout.INDEX_OFFSET);
        long mark = source.getLong(at + FrameLayout.DURABLE_MARK_OFFSET);
        int batch = source.getInt(at + FrameLayout.BATCH_OFFSET);
        int reserved = source.getShort(at + FrameLayout.ZERO_SHORT_OFFSET)
                | source.getInt(at + FrameLayout.ZERO_INT_OFFSET)
                | (flags & ~(FrameLayout.FLAG_FIRST | FrameLayout.FLAG_LAST));
        if (reserved != 0) {
            return new NoFrame(offset, "reserved bits are set: flags " + flags);
        }
        if (payloadBytes < 0 || (group | term | index | mark) < 0 || batch <= 0) {
            return new NoFrame(offset, "a number of the head is out of range");
        }
        if (mark > new Position(segment, offset).packed() || (int) mark < 0) {
            return new NoFrame(offset, "the durable mark lies beyond the frame");
        }
        return new Frame(
                new FrameHead(type, group, term, index),
                segment,
                source.getInt(at + FrameLayout.GENERATION_OFFSET),
                offset,
                payloadBytes,
                source.getInt(at + FrameLayout.PAYLOAD_CRC_OFFSET),
                batch,
                (flags & FrameLayout.FLAG_FIRST) != 0,
                (flags & FrameLayout.FLAG_LAST) != 0,
                Position.unpacked(mark));
    }

    private int headCrc(ByteBuffer buffer, int at) {
        crc.reset();
        crc.update(salt);
        crc.update(buffer.slice(at + FrameLayout.PAYLOAD_BYTES_OFFSET, FrameLayout.HEAD_BYTES - Integer.BYTES));
        return (int) crc.getValue();
    }

    private static boolean isZero(ByteBuffer source, int at) {
        long bits = 0;
        for (int i = 0; i < FrameLayout.HEAD_BYTES; i += Long.BYTES) {
            bits |= source.getLong(at + i);
        }
        return bits == 0;
    }

    private static String wroteAs(ByteBuffer source, int at) {
        return "segment " + source.getInt(at + FrameLayout.SEGMENT_OFFSET)
                + ", generation " + source.getInt(at + FrameLayout.GENERATION_OFFSET)
                + ", byte " + source.getInt(at + FrameLayout.OWN_OFFSET_OFFSET);
    }

    static String hex(int crc) {
        return String.format("%08x", crc);
    }
}
