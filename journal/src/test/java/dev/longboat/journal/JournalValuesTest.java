package dev.longboat.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.Disk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Positions, pointers, options, names and heads: what they take and what they refuse.
class JournalValuesTest {
    @Test
    void position_packedAndBack_keepsItsOrder() {
        Position low = new Position(1, Integer.MAX_VALUE);
        Position high = new Position(2, 0);
        assertThat(low).isLessThan(high).isGreaterThan(Position.START);
        assertThat(low.packed()).isLessThan(high.packed());
        assertThat(Position.unpacked(low.packed())).isEqualTo(low);
        assertThat(Position.unpacked(new Position(Integer.MAX_VALUE, 5).packed()))
                .isEqualTo(new Position(Integer.MAX_VALUE, 5));
        assertThat(low).hasToString("1:2147483647");
        assertThatThrownBy(() -> new Position(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pointer_encodedAndDecoded_isTheSame() {
        Pointer pointer = new Pointer(17, 2, 4160, 5, 0x89abcdef);
        ByteBuffer encoded = ByteBuffer.allocate(Pointer.ENCODED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        pointer.encode(encoded);
        assertThat(encoded.remaining()).isZero();
        assertThat(Pointer.decode(encoded.flip())).isEqualTo(pointer);
        assertThat(pointer.position()).isEqualTo(new Position(17, 4160));
        assertThatThrownBy(() -> Pointer.decode(ByteBuffer.allocate(Pointer.ENCODED_BYTES)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pointer(1, 1, Integer.MAX_VALUE, 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void options_thatCannotWork_areRefused() {
        JournalOptions defaults = JournalOptions.defaults();
        assertThat(defaults).isEqualTo(new JournalOptions(128 << 20, 8 << 20, 4 << 20, 256));
        assertThatThrownBy(() -> defaults.withSegmentBytes(1000)).hasMessageStartingWith("segmentBytes is 1000");
        assertThatThrownBy(() -> defaults.withSegmentBytes((128 << 20) + 1)).hasMessageContaining("multiples of 4096");
        assertThatThrownBy(() -> defaults.withZeroAheadBytes(-1)).hasMessageStartingWith("zeroAheadBytes is -1");
        assertThatThrownBy(() -> defaults.withFrameBytesMax(0)).hasMessageStartingWith("frameBytesMax is 0");
        assertThatThrownBy(() -> defaults.withFrameBytesMax(128 << 20)).hasMessageContaining("needs a segment of");
    }

    @Test
    void fileName_andId_belongToEachOther() {
        assertThat(SegmentHeader.fileName(17)).isEqualTo("journal/00000017.seg");
        assertThat(SegmentHeader.idOf("00000017.seg")).hasValue(17);
        assertThat(SegmentHeader.idOf("2147483647.seg")).hasValue(Integer.MAX_VALUE);
        for (String name : new String[] {
            "00000000.seg",
            "17.seg",
            "000000017.seg",
            "2147483648.seg",
            "9999999999.seg",
            "0000001x.seg",
            "00000017.tbl"
        }) {
            assertThat(SegmentHeader.idOf(name)).describedAs(name).isEmpty();
        }
    }

    @Test
    void chainedSegment_hasAPlaceAndAnEndBehindItsHeader() {
        assertThat(new ChainedSegment(1, 1, ChainedSegment.OPEN).isOpen()).isTrue();
        assertThat(new ChainedSegment(1, 1, Disk.BLOCK_BYTES).isOpen()).isFalse();
        assertThatThrownBy(() -> new ChainedSegment(0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChainedSegment(1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChainedSegment(1, 1, 100)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void head_ofZeros_isNoFrame_evenIfItsChecksumWereZero() {
        ByteBuffer zeros = ByteBuffer.allocate(FrameLayout.HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Found found = new FrameCodec(new UUID(1, 2)).decode(zeros, 0, 1, 1, 4096);
        assertThat(found).isEqualTo(new NoFrame(4096, "zeros instead of a frame"));
        assertThat(FrameType.of(0)).isEmpty();
    }

    @Test
    void headWithATrueChecksum_thatNoWriterMakes_isRefused() {
        FrameHead head = new FrameHead(FrameType.ENTRY, 0, 0, 1);
        Position mark = new Position(3, 4096);
        Frame frame = new Frame(head, 3, 1, 8192, 10, 0, 1, true, true, mark);
        assertThat(refusal(frame, FrameLayout.TYPE_OFFSET, 4)).isEqualTo("unknown frame type 4");
        assertThat(refusal(frame, FrameLayout.FLAGS_OFFSET, 4)).isEqualTo("reserved bits are set: flags 4");
        assertThat(refusal(frame, FrameLayout.ZERO_INT_OFFSET, 1)).startsWith("reserved bits");
        assertThat(refusal(frame, FrameLayout.ZERO_SHORT_OFFSET, 1)).startsWith("reserved bits");
        assertThat(refusal(frame, FrameLayout.PAYLOAD_BYTES_OFFSET + 3, 0x80)).contains("out of range");
        assertThat(refusal(frame, FrameLayout.GROUP_OFFSET + 3, 0x80)).contains("out of range");
        assertThat(refusal(frame, FrameLayout.BATCH_OFFSET, 0)).contains("out of range");
        assertThat(refusal(frame, FrameLayout.DURABLE_MARK_OFFSET + 4, 4)).contains("beyond the frame");
        assertThat(refusal(frame, FrameLayout.SEGMENT_OFFSET, 4))
                .isEqualTo("the head belongs to segment 4, generation 1, byte 8192");
    }

    /// Sets one byte of the head, mends its checksum, and decodes it.
    private static String refusal(Frame frame, int at, int value) {
        UUID store = new UUID(1, 2);
        ByteBuffer bytes = ByteBuffer.allocate(FrameLayout.HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        new FrameCodec(store).encode(frame, bytes, 0);
        bytes.put(at, (byte) value);
        ByteBuffer summed = ByteBuffer.allocate(16 + FrameLayout.HEAD_BYTES - 4)
                .putLong(1)
                .putLong(2)
                .put(Arrays.copyOfRange(bytes.array(), 4, FrameLayout.HEAD_BYTES));
        bytes.putInt(0, Checksum.of(summed, 0, summed.capacity()));
        Found found = new FrameCodec(store).decode(bytes, 0, 3, 1, 8192);
        return found instanceof NoFrame none ? none.reason() : "accepted";
    }
}
