package dev.longboat.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Compresses new values, on the thread of whoever brings them: what comes to the store-journal
/// thread is as short as it becomes. A value is stored compressed when that takes an eighth off at
/// least; else decompressing would cost more than the room is worth. Safe for concurrent use.
final class Compressor {
    private final Optional<ValueCompression> compression;
    private final int bytesMin;

    /// @param compression none to store every value as it is
    /// @param bytesMin shorter values are stored as they are
    Compressor(Optional<ValueCompression> compression, int bytesMin) {
        this.compression = compression;
        this.bytesMin = bytesMin;
    }

    /// Bytes to store, and the value that they are.
    ///
    /// @param by the compression's id; 0 when the bytes are the value
    /// @param length of the value
    record Content(ByteBuffer stored, int by, int length) {}

    /// The transaction with its values compressed, but for those that are longer than `longest`.
    Transaction compress(Transaction transaction, int longest) {
        return compression.isEmpty()
                ? transaction
                : new Transaction(
                        transaction.conditions(),
                        compress(transaction.then(), longest),
                        compress(transaction.otherwise(), longest),
                        transaction.keepsPrevious());
    }

    private List<Operation> compress(List<Operation> operations, int longest) {
        List<Operation> compressed = new ArrayList<>(operations.size());
        for (Operation operation : operations) {
            compressed.add(
                    switch (operation) {
                        case Operation.Put put
                        when put.value() instanceof NewValue.Bytes value && value.bytes().length <= longest ->
                            put.with(compress(value));
                        case Operation.Nested nested -> new Operation.Nested(compress(nested.transaction(), longest));
                        default -> operation;
                    });
        }
        return compressed;
    }

    private NewValue compress(NewValue.Bytes value) {
        Content content = compress(ByteBuffer.wrap(value.bytes()));
        return content.by() == 0
                ? value
                : new NewValue.Compressed(
                        content.by(), content.length(), content.stored().array());
    }

    /// A piece of a value, compressed when that is worth it. What is compressed is an array of its
    /// own, which it fills.
    Content compress(ByteBuffer piece) {
        int length = piece.remaining();
        if (compression.isEmpty() || length < bytesMin || length > Compressions.LENGTH_MAX) {
            return new Content(piece, 0, length);
        }
        byte[] source;
        int offset;
        if (piece.hasArray()) {
            source = piece.array();
            offset = piece.arrayOffset() + piece.position();
        } else {
            source = new byte[length];
            piece.duplicate().get(source);
            offset = 0;
        }
        byte[] target = new byte[length - Math.ceilDiv(length, 8)];
        int bytes = compress(compression.get(), source, offset, length, target);
        return bytes < 1 || bytes > target.length
                ? new Content(piece, 0, length)
                : new Content(
                        ByteBuffer.wrap(Arrays.copyOf(target, bytes)),
                        compression.get().id(),
                        length);
    }

    private static int compress(ValueCompression by, byte[] source, int offset, int length, byte[] target) {
        try {
            return by.compress(source, offset, length, target);
        } catch (RuntimeException _) {
            return 0; // The value is stored as it is: nothing is lost but room.
        }
    }
}
