package dev.longboat.engine;

import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.Position;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// The payloads of manifest records, little-endian, specified in `docs/formats/manifest.md`: a
/// first byte that names the kind, then fixed-width numbers. Immutable; holds no state.
final class ManifestCodec {
    private static final int STATE = 1;
    private static final int CHAINED = 2;
    private static final int FLUSHED = 3;
    private static final int MERGED = 4;

    private static final int SEGMENT_BYTES = 12;
    private static final int TABLE_BYTES = 44;
    private static final int APPLIED_BYTES = 40;

    private ManifestCodec() {}

    static ByteBuffer encode(ManifestEdit edit) {
        return switch (edit) {
            case ManifestEdit.Whole whole -> encode(whole.state());
            case ManifestEdit.Chained chained -> {
                ByteBuffer target =
                        begin(CHAINED, Integer.BYTES + SEGMENT_BYTES).putInt(chained.endOfLast());
                put(target, chained.next());
                yield target.flip();
            }
            case ManifestEdit.Flushed flushed -> {
                ByteBuffer target = begin(FLUSHED, TABLE_BYTES + APPLIED_BYTES);
                put(target, flushed.table());
                put(target, flushed.applied());
                yield target.flip();
            }
            case ManifestEdit.Merged merged -> {
                int count = merged.replaced().size();
                ByteBuffer target = begin(MERGED, Integer.BYTES + count * Long.BYTES + TABLE_BYTES)
                        .putInt(count);
                merged.replaced().forEach(target::putLong);
                put(target, merged.table());
                yield target.flip();
            }
        };
    }

    private static ByteBuffer encode(ManifestState state) {
        ByteBuffer target = begin(
                STATE,
                APPLIED_BYTES
                        + 20
                        + state.segments().size() * SEGMENT_BYTES
                        + state.tables().size() * TABLE_BYTES);
        put(target, state.applied());
        target.putInt(state.nextSegment()).putLong(state.nextTable());
        target.putInt(state.segments().size());
        state.segments().forEach(segment -> put(target, segment));
        target.putInt(state.tables().size());
        state.tables().forEach(table -> put(target, table));
        return target.flip();
    }

    /// What a record says.
    ///
    /// @throws IllegalArgumentException when the payload is none that this build reads
    static ManifestEdit decode(ByteBuffer payload) {
        ByteBuffer source = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        try {
            int kind = source.get();
            ManifestEdit edit = switch (kind) {
                case STATE -> new ManifestEdit.Whole(takeState(source));
                case CHAINED -> new ManifestEdit.Chained(source.getInt(), takeSegment(source));
                case FLUSHED -> new ManifestEdit.Flushed(takeTable(source), takeApplied(source));
                case MERGED -> new ManifestEdit.Merged(takeIds(source), takeTable(source));
                default -> throw new IllegalArgumentException("a manifest record of unknown kind " + kind);
            };
            if (source.hasRemaining()) {
                throw new IllegalArgumentException(source.remaining() + " bytes stand behind a manifest record");
            }
            return edit;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a manifest record of " + payload.remaining() + " bytes is cut off", e);
        }
    }

    private static ByteBuffer begin(int kind, int bytes) {
        return ByteBuffer.allocate(1 + bytes).order(ByteOrder.LITTLE_ENDIAN).put((byte) kind);
    }

    private static ManifestState takeState(ByteBuffer source) {
        Memtable.Applied applied = takeApplied(source);
        int nextSegment = source.getInt();
        long nextTable = source.getLong();
        List<ChainedSegment> segments = new ArrayList<>();
        for (int left = takeCount(source, SEGMENT_BYTES); left > 0; left--) {
            segments.add(takeSegment(source));
        }
        List<ManifestState.TableEntry> tables = new ArrayList<>();
        for (int left = takeCount(source, TABLE_BYTES); left > 0; left--) {
            tables.add(takeTable(source));
        }
        return new ManifestState(segments, tables, applied, nextSegment, nextTable);
    }

    private static List<Long> takeIds(ByteBuffer source) {
        List<Long> ids = new ArrayList<>();
        for (int left = takeCount(source, Long.BYTES); left > 0; left--) {
            ids.add(source.getLong());
        }
        return ids;
    }

    private static int takeCount(ByteBuffer source, int bytesEach) {
        int count = source.getInt();
        if (count < 0 || (long) count * bytesEach > source.remaining()) {
            throw new BufferUnderflowException();
        }
        return count;
    }

    private static void put(ByteBuffer target, ChainedSegment segment) {
        target.putInt(segment.id()).putInt(segment.generation()).putInt(segment.end());
    }

    private static ChainedSegment takeSegment(ByteBuffer source) {
        return new ChainedSegment(source.getInt(), source.getInt(), source.getInt());
    }

    private static void put(ByteBuffer target, ManifestState.TableEntry table) {
        target.putLong(table.id()).putLong(table.fileBytes()).putLong(table.rows());
        target.putLong(table.revisionMin()).putLong(table.revisionMax()).putInt(table.footerCrc32c());
    }

    private static ManifestState.TableEntry takeTable(ByteBuffer source) {
        return new ManifestState.TableEntry(
                source.getLong(),
                source.getLong(),
                source.getLong(),
                source.getLong(),
                source.getLong(),
                source.getInt());
    }

    private static void put(ByteBuffer target, Memtable.Applied applied) {
        target.putLong(applied.position().packed()).putLong(applied.index()).putLong(applied.revision());
        target.putLong(applied.commitTime()).putLong(applied.keys());
    }

    private static Memtable.Applied takeApplied(ByteBuffer source) {
        return new Memtable.Applied(
                Position.unpacked(source.getLong()),
                source.getLong(),
                source.getLong(),
                source.getLong(),
                source.getLong());
    }
}
