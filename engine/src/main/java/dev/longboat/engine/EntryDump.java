package dev.longboat.engine;

import dev.longboat.journal.FrameHead;
import dev.longboat.journal.FrameType;
import dev.longboat.journal.FrameVisitor;
import dev.longboat.journal.Pointer;
import dev.longboat.journal.Position;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// Describes what entries and extents of the journal hold, a line for each effect. Confined to the
/// thread that calls it.
final class EntryDump implements FrameVisitor {
    private static final int KEY_BYTES_SHOWN = 40;
    private static final String INDENT = " ".repeat(12);

    private final Consumer<String> out;

    EntryDump(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public void frame(FrameHead head, Position payloadAt, int generation, ByteBuffer payload) {
        if (head.type() == FrameType.EXTENT && payload.remaining() >= Proposal.Extent.HEAD_BYTES) {
            int start = payload.position();
            out.accept(String.format(
                    Locale.ROOT,
                    "%supload %016x  piece %d  %d bytes",
                    INDENT,
                    payload.getLong(start),
                    payload.getInt(start + Long.BYTES),
                    payload.remaining() - Proposal.Extent.HEAD_BYTES));
        } else if (head.type() == FrameType.ENTRY) {
            entry(payloadAt, generation, payload);
        }
    }

    private void entry(Position at, int generation, ByteBuffer payload) {
        try {
            EntryCodec.Head head = EntryCodec.head(payload);
            out.accept(INDENT + "builds on revision " + head.baseRevision() + "  transactions " + head.transactions()
                    + "  committed at " + head.commitTime());
            EntryCodec.decode(payload, new Places(at, generation), new Lines());
        } catch (IllegalArgumentException e) {
            out.accept(INDENT + e.getMessage());
        }
    }

    /// Writes down what an entry does.
    private final class Lines implements EntryCodec.Sink {
        @Override
        public void change(byte[] storedKey, Change change, int keysDelta) {
            EntryDump.this.change(storedKey, change, keysDelta);
        }

        @Override
        public void trimmed(long revision) {
            out.accept(INDENT + "trim to revision " + revision);
        }
    }

    private void change(byte[] storedKey, Change change, int keysDelta) {
        Moment at = change.at();
        String what = switch (change) {
            case Change.Put put ->
                "put     created " + put.createRevision() + "  version " + put.version() + "  lease " + put.lease()
                        + "  " + value(put.value());
            case Change.Delete _ -> "delete";
            case Change.Removal removal -> "remove  revisions " + removal.from() + " to " + removal.to();
        };
        out.accept(String.format(
                Locale.ROOT,
                "%s%d.%d  %s  ordinal %d  stamp %d  after %d  removed at %d  keys %+d  %s",
                INDENT,
                at.revision(),
                at.subIndex(),
                key(storedKey),
                at.ordinal(),
                at.stamp(),
                at.previousRevision(),
                at.removalRevision(),
                keysDelta,
                what));
    }

    private static String value(Stored value) {
        return switch (value) {
            case Stored.Framed(Pointer pointer) -> pointer.length() + " bytes at " + pointer.position();
            case Stored.Scattered scattered ->
                scattered.length() + " bytes in "
                        + ExtentMap.count(scattered.map().length(), scattered.compressed())
                        + (scattered.compressed() ? " compressed" : "") + " pieces, map at "
                        + scattered.map().position();
            case Stored.Compressed compressed ->
                compressed.length() + " bytes by "
                        + Compressions.nameOf(compressed.by()).orElse("compression " + compressed.by()) + " in "
                        + value(compressed.bytes());
            case Stored.Inline _, Stored.Uploaded _ -> value.length() + " bytes";
        };
    }

    /// A stored key for people: its keyspace, unless it is a user's, then what is printable as it
    /// is and the rest as `\\xNN`.
    static String key(byte[] stored) {
        StringBuilder text = new StringBuilder();
        if (stored.length > 0 && stored[0] != StoredKeys.USER) {
            text.append(stored[0]).append(':');
        }
        text.append('"');
        int end = Math.min(stored.length, 1 + KEY_BYTES_SHOWN);
        for (int i = 1; i < end; i++) {
            int b = stored[i] & 0xff;
            if (b >= 0x20 && b < 0x7f && b != '"' && b != '\\') {
                text.append((char) b);
            } else {
                text.append(String.format(Locale.ROOT, "\\x%02x", b));
            }
        }
        return text.append(end < stored.length ? "...\"" : "\"").toString();
    }

    /// Where values lie. Immutable.
    record Places(Position at, int generation) implements EntryCodec.Places {
        @Override
        public Stored value(int offset, ByteBuffer bytes) {
            return new Stored.Framed(pointer(offset, bytes));
        }

        @Override
        public Pointer map(int offset, ByteBuffer map, long length, boolean compressed) {
            return pointer(offset, map);
        }

        private Pointer pointer(int offset, ByteBuffer bytes) {
            CRC32C crc = new CRC32C();
            crc.update(bytes.duplicate());
            return new Pointer(at.segment(), generation, at.offset() + offset, bytes.remaining(), (int) crc.getValue());
        }
    }
}
