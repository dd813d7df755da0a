package dev.longboat.table;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Reads sections of one table, each verified against the span that points to it (T3), from the
/// cache or else from the disk. Safe for concurrent use.
final class TableFile {
    private final DiskFile file;
    private final TableIdentity identity;
    private final Footer footer;
    private final BlockCache cache;
    private final long owner;
    private final boolean memoryOnly;

    TableFile(DiskFile file, TableIdentity identity, Footer footer, BlockCache cache) {
        this(file, identity, footer, cache, cache.nextOwner(), false);
    }

    private TableFile(
            DiskFile file, TableIdentity identity, Footer footer, BlockCache cache, long owner, boolean memoryOnly) {
        this.file = file;
        this.identity = identity;
        this.footer = footer;
        this.cache = cache;
        this.owner = owner;
        this.memoryOnly = memoryOnly;
    }

    /// The same sections, as far as they are cached: where the disk would have to be read, its
    /// methods throw [NotCachedException].
    TableFile inMemory() {
        return new TableFile(file, identity, footer, cache, owner, true);
    }

    String name() {
        return identity.file();
    }

    Footer footer() {
        return footer;
    }

    DiskFile file() {
        return file;
    }

    /// Reads a section past the cache.
    byte[] read(Span span) throws IOException {
        check(span);
        byte[] bytes = new byte[span.length()];
        readVerified(span, bytes);
        return bytes;
    }

    /// Opens a block of rows in `target`.
    void openBlock(Span span, BlockCursor target) throws IOException {
        if (target.isOpenAt(identity.file(), span.offset())) {
            return;
        }
        check(span);
        byte[] bytes = target.allocate(span.length());
        if (!cache.get(owner, span, bytes)) {
            readVerified(span, bytes);
            cache.putBlock(owner, span, bytes);
        }
        target.open(identity.file(), span.offset(), bytes, span.length());
    }

    /// Opens a block of rows in `target`, read ahead and past the cache.
    void openBlock(Span span, BlockCursor target, ReadAhead ahead) throws IOException {
        if (target.isOpenAt(identity.file(), span.offset())) {
            return;
        }
        check(span);
        byte[] bytes = target.allocate(span.length());
        readVerified(span, bytes, ahead);
        target.open(identity.file(), span.offset(), bytes, span.length());
    }

    /// Brings a block of rows into the cache, by way of an array of `passing`.
    void loadBlock(Span span, BlockCursor passing, ReadAhead ahead) throws IOException {
        check(span);
        byte[] bytes = passing.allocate(span.length());
        readVerified(span, bytes, ahead);
        cache.putBlock(owner, span, bytes);
    }

    ReadAhead readAhead() {
        return new ReadAhead(file, footer.fileBytes());
    }

    /// Opens an index partition in `target`.
    void openPartition(Span span, BlockCursor target) throws IOException {
        if (target.isOpenAt(identity.file(), span.offset())) {
            return;
        }
        check(span);
        byte[] bytes = target.allocate(span.length());
        if (!cache.get(owner, span, bytes)) {
            readVerified(span, bytes);
            cache.putIndex(owner, span, MemorySegment.ofArray(bytes));
        }
        target.open(identity.file(), span.offset(), bytes, span.length());
    }

    /// Whether a partition's filter admits the hash. When the filter has to be read, the partition
    /// behind it is read along, in one go.
    boolean filterAdmits(Span filter, Span partition, long keyHash) throws IOException {
        int answer = cache.askFilter(owner, filter, keyHash);
        if (answer >= 0) {
            return answer == 1;
        }
        byte[] both = loadFilter(filter, partition);
        return Filter.mayContain(MemorySegment.ofArray(both), 0, filter.length(), keyHash);
    }

    /// Brings a filter and the partition behind it into the cache.
    ///
    /// @return the filter's bytes, and those of the partition
    byte[] loadFilter(Span filter, Span partition) throws IOException {
        check(filter);
        check(partition);
        if (partition.offset() != filter.end()) {
            throw damaged(partition, "a partition does not follow its filter");
        }
        int length = Math.addExact(filter.length(), partition.length());
        byte[] both = new byte[length];
        readFully(filter.offset(), both, length);
        verify(filter, both, filter.length());
        byte[] index = new byte[partition.length()];
        System.arraycopy(both, filter.length(), index, 0, index.length);
        verify(partition, index, index.length);
        if (!Filter.isPlausible(both, filter.length())) {
            throw damaged(filter, "a filter of " + filter.length() + " bytes that is none");
        }
        cache.putIndex(owner, filter, MemorySegment.ofArray(both));
        cache.putIndex(owner, partition, MemorySegment.ofArray(index));
        return both;
    }

    /// Drops the table's sections from the cache.
    void forget() {
        cache.clear(owner);
    }

    BlockScratch borrow() {
        return cache.borrow();
    }

    void release(BlockScratch scratch) {
        cache.release(scratch);
    }

    DamagedFileException damaged(Span span, String problem) {
        return new DamagedFileException(identity.file(), span.offset(), problem);
    }

    /// Sections lie between header and footer; nothing is allocated for one that does not.
    private void check(Span span) throws DamagedFileException {
        long end = footer.fileBytes() - FooterLayout.BYTES;
        if (span.offset() < HeaderLayout.BYTES || span.length() <= 0 || span.offset() > end - span.length()) {
            throw damaged(span, "a section of " + span.length() + " bytes outside of " + end);
        }
    }

    private void readVerified(Span span, byte[] bytes) throws IOException {
        readFully(span.offset(), bytes, span.length());
        verify(span, bytes, span.length());
    }

    private void readVerified(Span span, byte[] bytes, ReadAhead ahead) throws IOException {
        try {
            ahead.read(span.offset(), bytes, span.length());
        } catch (EOFException cut) {
            throw ended(span.offset(), span.length(), cut);
        }
        verify(span, bytes, span.length());
    }

    private void verify(Span span, byte[] bytes, int length) throws DamagedFileException {
        int found = identity.checksum(span.offset(), bytes, length);
        if (found != span.crc32c()) {
            throw damaged(
                    span, String.format("%d bytes have CRC32C %08x instead of %08x", length, found, span.crc32c()));
        }
    }

    private void readFully(long offset, byte[] bytes, int length) throws IOException {
        if (memoryOnly) {
            throw new NotCachedException();
        }
        try {
            file.readFully(ByteBuffer.wrap(bytes, 0, length), offset);
        } catch (EOFException cut) {
            throw ended(offset, length, cut);
        }
    }

    private DamagedFileException ended(long offset, int length, EOFException cut) {
        DamagedFileException damaged =
                new DamagedFileException(identity.file(), offset, "the file ends within a section of " + length);
        damaged.initCause(cut);
        return damaged;
    }
}
