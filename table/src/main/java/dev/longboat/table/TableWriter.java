package dev.longboat.table;

import dev.longboat.disk.Disk;
import dev.longboat.disk.WriteMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// Writes one table, row by row, and proves it with a footer. Memory does not grow with the rows,
/// but for one root row per partition.
///
/// Blocks of rows go out as they fill up; a full index partition goes out behind its blocks, with
/// the filter of their keys right before it, so that both can be read at once. A writer that is
/// closed before [#finish] leaves a file that no reader accepts. Confined to one thread at a time.
///
/// ```java
/// try (TableWriter writer = TableWriter.create(disk, name, store, id, TableOptions.defaults())) {
///     writer.add(key, revision, ordinal, stamp, payload);
///     TableSummary summary = writer.finish();
/// }
/// ```
public final class TableWriter implements Closeable {
    /// The longest key: the store's, and room for a prefix.
    public static final int KEY_BYTES_MAX = 65_535 + 257;

    /// The longest payload.
    public static final int PAYLOAD_BYTES_MAX = 16 << 20;

    private static final int INDEX_RESTART_ROWS = 4;
    private static final int FILTER_KEYS_MAX = 1 << 16;

    private final TableIdentity identity;
    private final TableOptions options;
    private final AlignedOutput output;
    private final BlockBuilder block;
    private final BlockBuilder partition = new BlockBuilder(INDEX_RESTART_ROWS);
    private final BlockBuilder root = new BlockBuilder(INDEX_RESTART_ROWS);
    private final byte[] spans = new byte[2 * IndexLayout.SPAN_BYTES];
    private final SortedMap<Integer, Long> bytesPerSegment = new TreeMap<>();

    private long[] hashes = new long[1024];
    private int hashCount;
    private boolean lastKeyHashed;

    private long rows;
    private byte[] firstKey = new byte[0];
    private byte[] lastKey = new byte[0];
    private long lastRevision;
    private long lastOrdinal;
    private long lastStamp;
    private long revisionMin = Long.MAX_VALUE;
    private long revisionMax = Long.MIN_VALUE;
    private boolean ended;

    private TableWriter(TableIdentity identity, TableOptions options, AlignedOutput output) {
        this.identity = identity;
        this.options = options;
        this.output = output;
        this.block = new BlockBuilder(options.restartRows());
    }

    /// Creates the file `name`, which must not exist, for the table `tableId` of `store`.
    public static TableWriter create(Disk disk, String name, UUID store, long tableId, TableOptions options)
            throws IOException {
        TableIdentity identity = new TableIdentity(name, store, tableId);
        AlignedOutput output = new AlignedOutput(disk.create(name, WriteMode.DURABLE), options.bufferBytes());
        try {
            output.append(HeaderLayout.encode(identity), HeaderLayout.BYTES);
            return new TableWriter(identity, options, output);
        } catch (IOException | RuntimeException | Error failure) {
            output.close();
            throw failure;
        }
    }

    /// Adds a row behind all others.
    ///
    /// @param payload what remains of it is copied; its position stays
    /// @throws IllegalArgumentException when the row does not come strictly after the one before it
    ///     (T1), or belongs to the same key and has a higher ordinal or stamp (T2)
    public void add(byte[] key, long revision, long ordinal, long stamp, ByteBuffer payload) throws IOException {
        check(key, revision, ordinal, stamp, payload);
        try {
            if (!block.isEmpty() && block.bytesWith(key, payload.remaining()) > options.blockBytes()) {
                cutBlock();
            }
        } catch (IOException failure) {
            ended = true;
            throw failure;
        }
        if (rows == 0) {
            firstKey = key.clone();
        }
        if (rows == 0 || !Arrays.equals(key, lastKey)) {
            lastKey = key.clone();
            lastKeyHashed = false;
        }
        if (!lastKeyHashed) {
            addHash(XxHash64.hash(key));
            lastKeyHashed = true;
        }
        block.add(key, revision, ordinal, stamp, payload);
        lastRevision = revision;
        lastOrdinal = ordinal;
        lastStamp = stamp;
        revisionMin = Math.min(revisionMin, revision);
        revisionMax = Math.max(revisionMax, revision);
        rows++;
    }

    private void check(byte[] key, long revision, long ordinal, long stamp, ByteBuffer payload) {
        requireOpen();
        if (key.length > KEY_BYTES_MAX || payload.remaining() > PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException(identity.file() + ": a key of " + key.length + " bytes (at most "
                    + KEY_BYTES_MAX + ") with a payload of " + payload.remaining() + " (at most " + PAYLOAD_BYTES_MAX
                    + ")");
        }
        if (rows == 0) {
            return;
        }
        int order = Arrays.compareUnsigned(lastKey, key);
        if (order > 0 || (order == 0 && revision >= lastRevision)) {
            throw new IllegalArgumentException(identity.file() + ": row " + rows + " of revision " + revision
                    + " is not behind the row before it, of revision " + lastRevision);
        }
        if (order == 0 && (ordinal > lastOrdinal || stamp > lastStamp)) {
            throw new IllegalArgumentException(identity.file() + ": row " + rows + " has ordinal " + ordinal
                    + " and stamp " + stamp + ", above the newer row's " + lastOrdinal + " and " + lastStamp);
        }
    }

    /// Notes that rows refer to so many more bytes of a journal segment.
    public void refers(int segment, long bytes) {
        requireOpen();
        if (bytes < 0) {
            throw new IllegalArgumentException("negative: " + bytes);
        }
        bytesPerSegment.merge(segment, bytes, Math::addExact);
    }

    /// How many bytes the rows so far take in the file, about.
    public long bytes() {
        return output.position() + block.bytes();
    }

    /// How many rows there are so far.
    public long rows() {
        return rows;
    }

    /// Writes what is left and makes the file durable (T5); its name is for the caller to sync. A
    /// table without rows is a table.
    public TableSummary finish() throws IOException {
        requireOpen();
        ended = true;
        if (!block.isEmpty()) {
            cutBlock();
        }
        if (!partition.isEmpty()) {
            cutPartition();
        }
        byte[] facts = new TableFacts(firstKey, lastKey, bytesPerSegment).encode();
        Span factsSpan = write(facts, facts.length);
        Span rootSpan = write(root);
        output.padToBlock();
        Footer footer = new Footer(
                output.position() + FooterLayout.BYTES,
                rows,
                rows == 0 ? 0 : revisionMin,
                rows == 0 ? 0 : revisionMax,
                rootSpan,
                factsSpan);
        byte[] encoded = FooterLayout.encode(identity, footer);
        output.append(encoded, encoded.length);
        output.finish();
        return new TableSummary(
                identity.tableId(),
                rows,
                footer.fileBytes(),
                firstKey,
                lastKey,
                footer.revisionMin(),
                footer.revisionMax(),
                bytesPerSegment,
                FooterLayout.crc32c(encoded));
    }

    private void cutBlock() throws IOException {
        IndexLayout.putSpan(spans, 0, write(block));
        partition.add(lastKey, lastRevision, lastOrdinal, lastStamp, ByteBuffer.wrap(spans, 0, IndexLayout.SPAN_BYTES));
        if (partition.bytes() >= options.partitionBytes() || hashCount >= FILTER_KEYS_MAX) {
            cutPartition();
        }
    }

    private void cutPartition() throws IOException {
        byte[] filter = Filter.build(hashes, hashCount, options.filterBitsPerKey());
        hashCount = 0;
        lastKeyHashed = false;
        IndexLayout.putSpan(spans, IndexLayout.FILTER * IndexLayout.SPAN_BYTES, write(filter, filter.length));
        IndexLayout.putSpan(spans, IndexLayout.INDEX * IndexLayout.SPAN_BYTES, write(partition));
        root.add(lastKey, lastRevision, lastOrdinal, lastStamp, ByteBuffer.wrap(spans));
    }

    private Span write(BlockBuilder builder) throws IOException {
        int length = builder.finish();
        Span span = write(builder.array(), length);
        builder.reset();
        return span;
    }

    private Span write(byte[] bytes, int length) throws IOException {
        long offset = output.position();
        output.append(bytes, length);
        return new Span(offset, length, identity.checksum(offset, bytes, length));
    }

    private void addHash(long hash) {
        if (hashCount == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * hashCount);
        }
        hashes[hashCount++] = hash;
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException(identity.file() + ": the writer has finished, failed or been closed");
        }
    }

    /// Lets go of the file and the buffer. The file stays, whatever state it is in.
    @Override
    public void close() throws IOException {
        ended = true;
        output.close();
    }
}
