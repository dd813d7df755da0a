package dev.longboat.table;

import dev.longboat.disk.DamagedFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A position among the rows of one block, whose bytes it holds in an array of its own that it uses
/// again for the next block. The layout is drawn at [BlockBuilder].
///
/// The bytes have verified before they are opened (T3); that they make sense is checked all the
/// same, so that no block can make a reader fail otherwise than with a [DamagedFileException].
/// Confined to one thread at a time.
final class BlockCursor {
    private static final byte[] NOTHING = new byte[0];
    private static final ByteBuffer NO_VIEW = ByteBuffer.wrap(NOTHING).asReadOnlyBuffer();
    private static final int KEY_BYTES_KEPT = 4096;

    private String file = "";
    private long offset = -1;
    private byte[] bytes = NOTHING;
    private byte[] viewed = NOTHING;
    private ByteBuffer view = NO_VIEW;
    private int rowsEnd;
    private int restartCount;

    private boolean valid;
    private int rowStart;
    private int rowEnd;
    private int position;
    private byte[] keyBytes = new byte[64];
    private int keyLength;
    private byte[] key = NOTHING;
    private boolean keyCurrent;
    private long revision;
    private long ordinal;
    private long stamp;
    private int payloadStart;

    /// An array of at least `length` bytes to be filled before [#open]; what was open is closed.
    byte[] allocate(int length) {
        closeBlock();
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, Math.min(2 * bytes.length, 1 << 16))];
        }
        return bytes;
    }

    /// Opens the block in the first `length` bytes of `block`, which stood at `blockOffset` of
    /// `fileName`. The cursor is not valid before a seek.
    void open(String fileName, long blockOffset, byte[] block, int length) throws DamagedFileException {
        closeBlock();
        file = fileName;
        if (length < Integer.BYTES || length > block.length) {
            throw new DamagedFileException(fileName, blockOffset, "a block of " + length + " bytes");
        }
        int count = Layouts.intAt(block, length - Integer.BYTES);
        long end = length - Integer.BYTES * (1L + Integer.toUnsignedLong(count));
        if (end < 0 || (count == 0) != (end == 0)) {
            throw new DamagedFileException(
                    fileName, blockOffset, "a block of " + length + " bytes claims " + count + " restarts");
        }
        bytes = block;
        rowsEnd = (int) end;
        restartCount = count;
        offset = blockOffset;
    }

    /// Whether the block that stood at this offset of this file is open.
    boolean isOpenAt(String fileName, long blockOffset) {
        return offset == blockOffset && file.equals(fileName);
    }

    /// Forgets the block; lets go of an array that is larger than `bytesKept`.
    void release(int bytesKept) {
        closeBlock();
        if (bytes.length > bytesKept) {
            bytes = NOTHING;
        }
        if (keyBytes.length > KEY_BYTES_KEPT) {
            keyBytes = new byte[64];
        }
        key = NOTHING;
        viewed = NOTHING;
        view = NO_VIEW;
    }

    private void closeBlock() {
        valid = false;
        offset = -1;
        rowsEnd = 0;
        restartCount = 0;
    }

    boolean valid() {
        return valid;
    }

    void invalidate() {
        valid = false;
    }

    void seekFirst() throws DamagedFileException {
        valid = rowsEnd > 0;
        if (valid) {
            decodeRestart(0);
        }
    }

    void seekLast() throws DamagedFileException {
        valid = rowsEnd > 0;
        if (valid) {
            decodeRestart(restartCount - 1);
            while (rowEnd < rowsEnd) {
                decode(rowEnd);
            }
        }
    }

    /// Moves to the first row that is not before `target`.
    void seek(Target target) throws DamagedFileException {
        int low = 0;
        int high = restartCount - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (restartIsBefore(middle, target)) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        if (high < 0) {
            seekFirst();
            return;
        }
        valid = true;
        decodeRestart(high);
        do {
            next();
        } while (valid && isBefore(target));
    }

    void next() throws DamagedFileException {
        if (rowEnd >= rowsEnd) {
            valid = false;
        } else {
            decode(rowEnd);
        }
    }

    void previous() throws DamagedFileException {
        int wanted = rowStart;
        if (wanted == 0) {
            valid = false;
            return;
        }
        int low = 0;
        int high = restartCount - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (restart(middle) < wanted) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        decodeRestart(low);
        while (rowEnd < wanted) {
            decode(rowEnd);
        }
        if (rowEnd != wanted) {
            throw damaged("restart " + low + " does not lead to the row at " + wanted);
        }
    }

    private boolean isBefore(Target target) {
        int order = compareKey(target.key());
        return order < 0
                || (order == 0
                        && (revision > target.revision() || ordinal > target.ordinal() || stamp > target.stamp()));
    }

    /// [#isBefore] of a restart's row, which is decoded only if its key is the target's.
    private boolean restartIsBefore(int index, Target target) throws DamagedFileException {
        position = restart(index);
        int shared = count();
        int unshared = count();
        if (shared != 0 || unshared > rowsEnd - position) {
            throw damaged("the key of restart " + index + " shares " + shared + " and adds " + unshared + " bytes");
        }
        byte[] wanted = target.key();
        int order = Arrays.compareUnsigned(bytes, position, position + unshared, wanted, 0, wanted.length);
        if (order != 0) {
            return order < 0;
        }
        decodeRestart(index);
        return isBefore(target);
    }

    /// How the row's key compares with `other`.
    int compareKey(byte[] other) {
        return Arrays.compareUnsigned(keyBytes, 0, keyLength, other, 0, other.length);
    }

    /// The row's key; the array is never changed, and the same while the key is.
    byte[] key() {
        if (!keyCurrent) {
            if (key.length != keyLength || Arrays.mismatch(key, 0, keyLength, keyBytes, 0, keyLength) >= 0) {
                key = Arrays.copyOf(keyBytes, keyLength);
            }
            keyCurrent = true;
        }
        return key;
    }

    long revision() {
        return revision;
    }

    long ordinal() {
        return ordinal;
    }

    long stamp() {
        return stamp;
    }

    @SuppressWarnings("ReferenceEquality") // the same array needs no new view, an equal one does
    ByteBuffer payload() {
        if (viewed != bytes) {
            viewed = bytes;
            view = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }
        return view.slice(payloadStart, rowEnd - payloadStart).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] payloadCopy() {
        return Arrays.copyOfRange(bytes, payloadStart, rowEnd);
    }

    /// The payload of an index row.
    Span span(int index) throws DamagedFileException {
        int at = payloadStart + index * IndexLayout.SPAN_BYTES;
        if (at + IndexLayout.SPAN_BYTES > rowEnd) {
            throw damaged("an index row of " + (rowEnd - payloadStart) + " bytes");
        }
        return IndexLayout.spanAt(bytes, at);
    }

    private int restart(int index) throws DamagedFileException {
        int at = Layouts.intAt(bytes, rowsEnd + Integer.BYTES * index);
        if (at < 0 || at >= rowsEnd) {
            throw damaged("restart " + index + " points to " + at + " of " + rowsEnd);
        }
        return at;
    }

    private void decodeRestart(int index) throws DamagedFileException {
        keyLength = 0;
        keyCurrent = false;
        decode(restart(index));
    }

    /// Reads the row at `at`; the key in `keyBytes` must be that of the row before it, or empty.
    private void decode(int at) throws DamagedFileException {
        position = at;
        int shared = count();
        int unshared = count();
        if (shared > keyLength || unshared > rowsEnd - position) {
            throw damaged("the key of the row at " + at + " shares " + shared + " and adds " + unshared + " bytes");
        }
        if (unshared > 0 || shared != keyLength) {
            keyCurrent = false;
            keyLength = shared + unshared;
            if (keyBytes.length < keyLength) {
                keyBytes = Arrays.copyOf(keyBytes, Math.max(keyLength, 2 * keyBytes.length));
            }
            System.arraycopy(bytes, position, keyBytes, shared, unshared);
            position += unshared;
        }
        revision = varint();
        ordinal = varint();
        stamp = varint();
        int payloadBytes = count();
        if (payloadBytes > rowsEnd - position) {
            throw damaged("the payload of the row at " + at + " has " + payloadBytes + " bytes");
        }
        payloadStart = position;
        rowStart = at;
        rowEnd = position + payloadBytes;
    }

    private int count() throws DamagedFileException {
        long value = varint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw damaged("a count of " + Long.toUnsignedString(value) + " before " + position);
        }
        return (int) value;
    }

    private long varint() throws DamagedFileException {
        int at = position;
        if (at < rowsEnd && bytes[at] >= 0) {
            position = at + 1;
            return bytes[at];
        }
        long value = 0;
        for (int shift = 0; shift < 64 && at < rowsEnd; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                position = at;
                return value;
            }
        }
        throw damaged("a number at " + position + " does not end");
    }

    private DamagedFileException damaged(String problem) {
        valid = false;
        return new DamagedFileException(file, offset, "block: " + problem);
    }
}
