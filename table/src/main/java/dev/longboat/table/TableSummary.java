package dev.longboat.table;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known of a table without reading its rows. Immutable.
///
/// @param id the table's number in its store
/// @param rows how many rows it has
/// @param fileBytes the file's size
/// @param firstKey the key of the first row; empty when there are no rows
/// @param lastKey the key of the last row; empty when there are no rows
/// @param revisionMin the lowest revision of a row; 0 when there are no rows
/// @param revisionMax the highest revision of a row; 0 when there are no rows
/// @param bytesPerSegment for each journal segment that rows refer to, how many bytes they refer to
/// @param footerCrc32c the checksum of the footer, which proves the rest of the file
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record TableSummary(
        long id,
        long rows,
        long fileBytes,
        byte[] firstKey,
        byte[] lastKey,
        long revisionMin,
        long revisionMax,
        Map<Integer, Long> bytesPerSegment,
        int footerCrc32c) {

    public TableSummary {
        firstKey = firstKey.clone();
        lastKey = lastKey.clone();
        SortedMap<Integer, Long> copy = new TreeMap<>(bytesPerSegment);
        bytesPerSegment = Collections.unmodifiableSortedMap(copy);
    }

    @Override
    public byte[] firstKey() {
        return firstKey.clone();
    }

    @Override
    public byte[] lastKey() {
        return lastKey.clone();
    }

    /// Whether `key` lies between the first and the last key.
    public boolean spans(byte[] key) {
        return rows > 0 && Arrays.compareUnsigned(firstKey, key) <= 0 && Arrays.compareUnsigned(key, lastKey) <= 0;
    }

    /// Whether some key of `from` (inclusive) to `to` (exclusive) may lie between the first and the
    /// last key.
    public boolean overlaps(byte[] from, byte[] to) {
        return rows > 0 && Arrays.compareUnsigned(firstKey, to) < 0 && Arrays.compareUnsigned(from, lastKey) <= 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableSummary that
                && id == that.id
                && rows == that.rows
                && fileBytes == that.fileBytes
                && Arrays.equals(firstKey, that.firstKey)
                && Arrays.equals(lastKey, that.lastKey)
                && revisionMin == that.revisionMin
                && revisionMax == that.revisionMax
                && bytesPerSegment.equals(that.bytesPerSegment)
                && footerCrc32c == that.footerCrc32c;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(id) + footerCrc32c;
    }

    @Override
    public String toString() {
        return "table " + id + " (" + rows + " rows, " + fileBytes + " bytes, revisions " + revisionMin + ".."
                + revisionMax + ")";
    }
}
