package dev.longboat.client;

import com.google.protobuf.ByteString;
import dev.longboat.proto.v1.RangeChunk;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Puts the pairs of a range together again from its chunks, which may split a value. Confined to
/// the cursor's thread.
final class RangeAssembler {
    private final boolean keysOnly;
    private final ArrayDeque<KeyValue> whole = new ArrayDeque<>();
    private @Nullable KeyVersion split;
    private byte[] splitValue = new byte[0];
    private int splitBytes;

    RangeAssembler(boolean keysOnly) {
        this.keysOnly = keysOnly;
    }

    void accept(RangeChunk chunk) {
        if (!chunk.getValueContinued().isEmpty()) {
            go(chunk.getValueContinued());
        }
        for (var pair : chunk.getPairsList()) {
            if (split != null) {
                throw WireDecoder.notUnderstood("a pair in the middle of a value");
            }
            begin(pair);
        }
        if (chunk.hasEnd() && split != null) {
            throw WireDecoder.notUnderstood("the end of a range in the middle of a value");
        }
    }

    /// The next whole pair, or null.
    @Nullable
    KeyValue poll() {
        return whole.poll();
    }

    /// Whether every pair that is whole was taken.
    boolean isEmpty() {
        return whole.isEmpty();
    }

    private void begin(dev.longboat.proto.v1.KeyValue pair) {
        KeyVersion version = WireDecoder.version(pair.getVersion());
        if (keysOnly || pair.getValueOmitted()) {
            whole.add(new KeyValue(version, Value.EMPTY, true));
        } else if (pair.getValue().size() == version.valueBytes()) {
            whole.add(new KeyValue(version, Value.of(pair.getValue()), false));
        } else {
            split = version;
            splitValue = new byte[Math.toIntExact(version.valueBytes())];
            splitBytes = 0;
            go(pair.getValue());
        }
    }

    private void go(ByteString more) {
        KeyVersion version = split;
        if (version == null || splitBytes + more.size() > splitValue.length) {
            throw WireDecoder.notUnderstood("more of a value than there is");
        }
        more.copyTo(splitValue, splitBytes);
        splitBytes += more.size();
        if (splitBytes == splitValue.length) {
            whole.add(new KeyValue(version, Value.wrap(splitValue), false));
            split = null;
            splitValue = new byte[0];
        }
    }
}
