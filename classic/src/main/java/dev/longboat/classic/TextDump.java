package dev.longboat.classic;

import dev.longboat.engine.KeyRange;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Order;
import dev.longboat.engine.RangeCursor;
import dev.longboat.engine.Snapshot;
import dev.longboat.engine.Store;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All pairs, at one moment, as one JSON object, made chunk by chunk: values of any length take no
/// more memory than a piece of them. Confined to one thread at a time.
final class TextDump implements AutoCloseable {
    private static final int CHUNK_CHARS = 64 << 10;
    private static final byte[] NOTHING = {};

    private final Store store;
    private final JsonText text = new JsonText();
    private @Nullable Snapshot moment;
    private @Nullable RangeCursor cursor;
    /// The rest of the value that is being written.
    private Iterator<byte[]> pieces = Collections.emptyIterator();

    private boolean inValue;
    private boolean first = true;
    private boolean ended;

    TextDump(Store store) {
        this.store = store;
    }

    /// The next chunk, or nothing at the end. May wait for the disk.
    Optional<byte[]> next() {
        StringBuilder out = new StringBuilder();
        while (!ended && out.length() < CHUNK_CHARS) {
            if (inValue) {
                writePiece(out);
            } else {
                writeNext(out);
            }
        }
        return out.isEmpty() ? Optional.empty() : Optional.of(out.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private void writePiece(StringBuilder out) {
        if (pieces.hasNext()) {
            text.write(pieces.next(), false, out);
        } else {
            text.write(NOTHING, true, out);
            out.append('"');
            inValue = false;
        }
    }

    private void writeNext(StringBuilder out) {
        RangeCursor pairs = cursor();
        if (first) {
            out.append('{');
        }
        if (!pairs.next()) {
            out.append('}');
            ended = true;
            return;
        }
        KeyValue pair = pairs.current();
        out.append(first ? "\"" : ", \"");
        text.write(pair.key().toBytes(), true, out);
        out.append("\": \"");
        pieces = pair.value().pieces().iterator();
        inValue = true;
        first = false;
    }

    private RangeCursor cursor() {
        RangeCursor opened = cursor;
        if (opened == null) {
            Snapshot now = store.snapshot();
            moment = now;
            opened = now.range(KeyRange.all(), Order.ASCENDING);
            cursor = opened;
        }
        return opened;
    }

    @Override
    public void close() {
        ended = true;
        try (Snapshot _ = moment;
                RangeCursor _ = cursor) {
            pieces = Collections.emptyIterator();
        }
    }
}
