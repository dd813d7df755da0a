package dev.longboat.table;

/// The three block cursors that lead to a row: root, index partition, block of rows.
/// Confined to one thread at a time.
final class BlockScratch {
    private static final int BYTES_KEPT = 1 << 16;

    final BlockCursor root = new BlockCursor();
    final BlockCursor partition = new BlockCursor();
    final BlockCursor block = new BlockCursor();

    /// Forgets what was read, and lets go of large arrays and of those that are not its own.
    void reset() {
        root.release(0);
        partition.release(BYTES_KEPT);
        block.release(BYTES_KEPT);
    }
}
