package dev.longboat.engine;

import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.Position;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The payloads of manifest records, little-endian, specified in `docs/formats/manifest.md`: a
/// first byte that names the kind, then fixed-width numbers. They are the same in versions 2 and 3.
/// It reads version 1 too, in which every table is a run of its own and nothing has been trimmed.
/// Features stand in the file's head. Immutable; holds no state.
final class ManifestCodec {
    private static final int STATE = 1;
    private static final int CHAINED = 2;
    private static final int FLUSHED = 3;
    private static final int MERGED = 4;
    private static final int RETIRED = 5;

    private static final int SEGMENT_BYTES = 12;
    private static final int TABLE_BYTES = 76;
    private static final int TABLE_BYTES_V1 = 44;
    private static final int APPLIED_BYTES = 48;

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
                int tables = merged.tables().size();
                ByteBuffer target = begin(MERGED, 2 * Integer.BYTES + count * Long.BYTES + tables * TABLE_BYTES);
                target.putInt(count);
                merged.replaced().forEach(target::putLong);
                target.putInt(tables);
                merged.tables().forEach(table -> put(target, table));
                yield target.flip();
            }
            case ManifestEdit.Retired retired -> {
                int count = retired.segments().size();
                ByteBuffer target = begin(RETIRED, Integer.BYTES + count * Integer.BYTES);
                target.putInt(count);
                retired.segments().forEach(target::putInt);
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
    /// @param version of the file in which it stands, 1 to 3
    /// @throws IllegalArgumentException when the payload is none that this build reads
    static ManifestEdit decode(ByteBuffer payload, int version) {
        ByteBuffer source = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        try {
            ManifestEdit edit = new Reading(source, version).edit();
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

    private static void put(ByteBuffer target, ChainedSegment segment) {
        target.putInt(segment.id()).putInt(segment.generation()).putInt(segment.end());
    }

    private static void put(ByteBuffer target, ManifestState.TableEntry table) {
        target.putLong(table.id()).putLong(table.fileBytes()).putLong(table.rows());
        target.putLong(table.revisionMin()).putLong(table.revisionMax()).putInt(table.footerCrc32c());
        target.putLong(table.run()).putLong(table.horizon());
        target.putLong(table.history().shadowing()).putLong(table.history().removals());
    }

    private static void put(ByteBuffer target, Memtable.Applied applied) {
        target.putLong(applied.position().packed()).putLong(applied.index()).putLong(applied.revision());
        target.putLong(applied.commitTime()).putLong(applied.keys()).putLong(applied.horizon());
    }

    /// A payload being read. Confined to one thread.
    ///
    /// @param version of the manifest file
    private record Reading(ByteBuffer source, int version) {
        ManifestEdit edit() {
            int kind = source.get();
            return switch (kind) {
                case STATE -> new ManifestEdit.Whole(state());
                case CHAINED -> new ManifestEdit.Chained(source.getInt(), segment());
                case FLUSHED -> new ManifestEdit.Flushed(table(), applied());
                case MERGED -> new ManifestEdit.Merged(many(Long.BYTES, source::getLong), merged());
                case RETIRED -> new ManifestEdit.Retired(many(Integer.BYTES, source::getInt));
                default -> throw new IllegalArgumentException("a manifest record of unknown kind " + kind);
            };
        }

        private ManifestState state() {
            Memtable.Applied applied = applied();
            int nextSegment = source.getInt();
            long nextTable = source.getLong();
            List<ChainedSegment> segments = many(SEGMENT_BYTES, this::segment);
            return new ManifestState(segments, tables(), applied, nextSegment, nextTable, 0);
        }

        private List<ManifestState.TableEntry> merged() {
            return version == 1 ? List.of(table()) : tables();
        }

        private List<ManifestState.TableEntry> tables() {
            return many(version == 1 ? TABLE_BYTES_V1 : TABLE_BYTES, this::table);
        }

        private ChainedSegment segment() {
            return new ChainedSegment(source.getInt(), source.getInt(), source.getInt());
        }

        private ManifestState.TableEntry table() {
            long id = source.getLong();
            return new ManifestState.TableEntry(
                    id,
                    source.getLong(),
                    source.getLong(),
                    source.getLong(),
                    source.getLong(),
                    source.getInt(),
                    version == 1 ? id : source.getLong(),
                    version == 1 ? 0 : source.getLong(),
                    version == 1
                            ? ManifestState.History.NONE
                            : new ManifestState.History(source.getLong(), source.getLong()));
        }

        private Memtable.Applied applied() {
            return new Memtable.Applied(
                    Position.unpacked(source.getLong()),
                    source.getLong(),
                    source.getLong(),
                    source.getLong(),
                    source.getLong(),
                    version == 1 ? 0 : source.getLong());
        }

        private <T> List<T> many(int bytesEach, Supplier<T> one) {
            int count = source.getInt();
            if (count < 0 || (long) count * bytesEach > source.remaining()) {
                throw new BufferUnderflowException();
            }
            List<T> all = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                all.add(one.get());
            }
            return all;
        }
    }
}
