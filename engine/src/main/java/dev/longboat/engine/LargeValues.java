package dev.longboat.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Makes a transaction fit one entry: values too long for it are uploaded first. Immutable.
///
/// @param uploads where to begin one
/// @param valueBytesMax the longest value that an entry holds itself
/// @param entryBytesMax how many bytes of values one entry holds in all, before they are compressed
/// @param compressor what values go through, on the thread of whoever brings them
record LargeValues(Supplier<Upload> uploads, int valueBytesMax, int entryBytesMax, Compressor compressor) {
    private boolean fits(Transaction transaction) {
        return fits(transaction, valueBytesMax) && bytes(transaction) <= entryBytesMax;
    }

    /// Commits the transaction, its values compressed. Long ones are replaced by what their uploads
    /// left, which stay open until then.
    CompletableFuture<Commit> commit(
            Transaction transaction, Function<Transaction, CompletableFuture<Commit>> committing) {
        return fits(transaction)
                ? committing.apply(compressor.compress(transaction, valueBytesMax))
                : upload(transaction, committing);
    }

    private CompletableFuture<Commit> upload(
            Transaction transaction, Function<Transaction, CompletableFuture<Commit>> committing) {
        int longest = longestKept(transaction);
        List<Upload> open = new ArrayList<>();
        List<CompletableFuture<NewValue>> values = new ArrayList<>();
        collect(transaction, longest, value -> values.add(upload(value, open)));
        Transaction kept = compressor.compress(transaction, longest);
        return CompletableFuture.allOf(values.toArray(CompletableFuture[]::new))
                .thenApply(_ -> replace(
                        kept,
                        longest,
                        values.stream().map(CompletableFuture::join).iterator()))
                .thenCompose(committing)
                .whenComplete((_, _) -> open.forEach(Upload::close));
    }

    private int longestKept(Transaction transaction) {
        int longest = valueBytesMax;
        while (longest > 1024 && bytesUpTo(transaction, longest) > entryBytesMax) {
            longest /= 2;
        }
        return longest;
    }

    /// Bytes of all values that a transaction brings, on either side.
    static long bytes(Transaction transaction) {
        return bytesUpTo(transaction, Integer.MAX_VALUE);
    }

    private CompletableFuture<NewValue> upload(NewValue.Bytes value, List<Upload> open) {
        Upload upload = uploads.get();
        open.add(upload);
        CompletableFuture<Void> _ = upload.append(ByteBuffer.wrap(value.bytes()));
        return upload.finish();
    }

    private static boolean fits(Transaction transaction, int longest) {
        List<NewValue.Bytes> tooLong = new ArrayList<>();
        collect(transaction, longest, tooLong::add);
        return tooLong.isEmpty();
    }

    private static long bytesUpTo(Transaction transaction, int longest) {
        long bytes = 0;
        for (List<Operation> side : List.of(transaction.then(), transaction.otherwise())) {
            for (Operation operation : side) {
                bytes += switch (operation) {
                    case Operation.Put put -> {
                        int held = heldBytes(put.value());
                        yield held <= longest ? held : 0;
                    }
                    case Operation.Nested nested -> bytesUpTo(nested.transaction(), longest);
                    default -> 0;
                };
            }
        }
        return bytes;
    }

    private static int heldBytes(NewValue value) {
        return switch (value) {
            case NewValue.Bytes bytes -> bytes.bytes().length;
            case NewValue.Compressed compressed -> compressed.bytes().length;
            case NewValue.Uploaded _ -> 0;
        };
    }

    private static void collect(Transaction transaction, int longest, Consumer<NewValue.Bytes> found) {
        for (List<Operation> side : List.of(transaction.then(), transaction.otherwise())) {
            for (Operation operation : side) {
                if (operation instanceof Operation.Put put
                        && put.value() instanceof NewValue.Bytes value
                        && value.bytes().length > longest) {
                    found.accept(value);
                } else if (operation instanceof Operation.Nested nested) {
                    collect(nested.transaction(), longest, found);
                }
            }
        }
    }

    /// @param uploaded what takes the place of each long value, in the order in which [#collect]
    ///     meets them
    private static Transaction replace(Transaction transaction, int longest, Iterator<NewValue> uploaded) {
        return new Transaction(
                transaction.conditions(),
                replace(transaction.then(), longest, uploaded),
                replace(transaction.otherwise(), longest, uploaded),
                transaction.keepsPrevious());
    }

    private static List<Operation> replace(List<Operation> operations, int longest, Iterator<NewValue> uploaded) {
        List<Operation> replaced = new ArrayList<>(operations.size());
        for (Operation operation : operations) {
            replaced.add(
                    switch (operation) {
                        case Operation.Put put when isLong(put, longest) -> put.with(uploaded.next());
                        case Operation.Nested nested ->
                            new Operation.Nested(replace(nested.transaction(), longest, uploaded));
                        default -> operation;
                    });
        }
        return replaced;
    }

    private static boolean isLong(Operation.Put put, int longest) {
        return put.value() instanceof NewValue.Bytes value && value.bytes().length > longest;
    }
}
