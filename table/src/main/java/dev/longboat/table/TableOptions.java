package dev.longboat.table;

import dev.longboat.disk.Disk;

/// How a table is laid out. Readers need none of it: the file says. Immutable.
///
/// @param blockBytes a block of rows is cut before it would pass this; one larger row has a block
///     of
///     its own
/// @param restartRows every so many rows a key is written whole, for binary search
/// @param partitionBytes an index partition is cut once it reaches this
/// @param filterBitsPerKey bits of the filter per distinct key; each five make a false positive ten
///     times rarer
/// @param bufferBytes what one write to the disk carries, a multiple of [Disk#BLOCK_BYTES]
public record TableOptions(int blockBytes, int restartRows, int partitionBytes, int filterBitsPerKey, int bufferBytes) {

    public TableOptions {
        require(blockBytes >= 64 && blockBytes <= 1 << 20, "blockBytes", blockBytes);
        require(restartRows >= 1 && restartRows <= 1024, "restartRows", restartRows);
        require(partitionBytes >= 64 && partitionBytes <= 1 << 20, "partitionBytes", partitionBytes);
        require(filterBitsPerKey >= 1 && filterBitsPerKey <= 64, "filterBitsPerKey", filterBitsPerKey);
        require(bufferBytes > 0 && bufferBytes % Disk.BLOCK_BYTES == 0, "bufferBytes", bufferBytes);
    }

    /// Blocks and partitions of 4 KiB, 14 filter bits per key (one false positive in about 800:
    /// with eight tables to ask, a get still reads one block ninety-nine times in a hundred).
    public static TableOptions defaults() {
        return new TableOptions(4096, 16, 4096, 14, 1 << 20);
    }

    public TableOptions withBlockBytes(int bytes) {
        return new TableOptions(bytes, restartRows, partitionBytes, filterBitsPerKey, bufferBytes);
    }

    public TableOptions withRestartRows(int rows) {
        return new TableOptions(blockBytes, rows, partitionBytes, filterBitsPerKey, bufferBytes);
    }

    public TableOptions withPartitionBytes(int bytes) {
        return new TableOptions(blockBytes, restartRows, bytes, filterBitsPerKey, bufferBytes);
    }

    public TableOptions withFilterBitsPerKey(int bits) {
        return new TableOptions(blockBytes, restartRows, partitionBytes, bits, bufferBytes);
    }

    public TableOptions withBufferBytes(int bytes) {
        return new TableOptions(blockBytes, restartRows, partitionBytes, filterBitsPerKey, bytes);
    }

    private static void require(boolean condition, String name, int value) {
        if (!condition) {
            throw new IllegalArgumentException(name + " out of range: " + value);
        }
    }
}
