package dev.longboat.engine;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Answers as text, the store's and the model's alike: equal texts, equal answers. Immutable; holds
/// nothing.
final class Told {
    private Told() {}

    // ---- As the store says it; values are read

    static String commit(Commit commit) {
        return commit(commit.revision(), commit.changed(), commit.held(), results(commit.results()));
    }

    static String version(KeyValue found) {
        byte[] value = found.value().toBytes();
        if (found.value().length() != value.length) {
            throw new AssertionError("a value of " + value.length + " bytes says " + found.value());
        }
        return version(found.version()) + content(value);
    }

    static String event(KeyEvent event) {
        return switch (event) {
            case KeyEvent.Written(KeyValue found) -> version(found);
            case KeyEvent.Ended ended -> ended(ended.revision(), ended.ordinal(), ended.stamp());
        };
    }

    static String event(WatchEvent event) {
        String what = switch (event) {
            case WatchEvent.Put put -> version(put.now());
            case WatchEvent.End end -> key(end.key()) + " " + ended(end.revision(), end.ordinal(), end.stamp());
        };
        return watched(event.revision(), what, event.previous().map(Told::version));
    }

    /// Of a watch, alike in the store and the model.
    static String watched(long revision, String what, Optional<String> previous) {
        return "at " + revision + " " + what
                + previous.map(was -> " was " + was).orElse("");
    }

    /// Of a key's history, alike in the store and the model.
    static String ended(long revision, long ordinal, long stamp) {
        return "ended at " + revision + ", ordinal " + ordinal + ", stamp " + stamp;
    }

    private static String results(List<OperationResult> results) {
        return results.stream().map(Told::result).toList().toString();
    }

    private static String result(OperationResult result) {
        return switch (result) {
            case OperationResult.Put put ->
                put(version(put.written()), put.previous().map(Told::version));
            case OperationResult.Deleted deleted -> deleted(versions(deleted.previous()));
            case OperationResult.Removed removed -> removed(versions(removed.previous()));
            case OperationResult.Granted granted -> granted(granted.lease());
            case OperationResult.Revoked revoked -> revoked(versions(revoked.previous()), revoked.ended());
            case OperationResult.Read read -> read(versions(read.found()), read.more());
            case OperationResult.Nested nested -> nested(nested.held(), results(nested.results()));
        };
    }

    private static List<String> versions(List<KeyValue> found) {
        return found.stream().map(Told::version).toList();
    }

    /// What is left of a cursor, which is then closed.
    static List<String> rest(RangeCursor cursor, long limit) {
        List<String> told = new ArrayList<>();
        try (cursor) {
            while (told.size() < limit && cursor.next()) {
                told.add(version(cursor.current()));
            }
        }
        return told;
    }

    // ---- As the model says it

    static String version(StoreModel.Put put) {
        return version(put.version()) + content(put.value());
    }

    // ---- The words

    static String commit(long revision, boolean changed, boolean held, String results) {
        return "revision " + revision + (changed ? " changed" : "") + (held ? " held " : " not held ") + results;
    }

    static String put(String written, Optional<String> previous) {
        return "put " + written + previous.map(was -> " was " + was).orElse("");
    }

    static String deleted(List<String> previous) {
        return "deleted " + previous;
    }

    static String granted(Lease lease) {
        return "granted " + lease;
    }

    static String revoked(List<String> previous, boolean ended) {
        return "revoked " + previous + (ended ? " whole" : "");
    }

    /// The leases of a store, and the keys that each holds.
    static List<String> leases(Store store) {
        return store.leases(0, Integer.MAX_VALUE).stream()
                .map(status -> lease(
                        status.lease(),
                        store.heldKeys(status.lease(), new byte[0], Integer.MAX_VALUE)
                                .keys()))
                .toList();
    }

    /// The leases that a store must have at a revision.
    static List<String> leases(StoreModel model, long revision) {
        return model.leases(revision).stream()
                .map(lease -> lease(lease, model.heldKeys(lease, revision)))
                .toList();
    }

    private static String lease(Lease lease, List<Key> held) {
        return lease + " holds " + held.stream().map(Told::key).toList();
    }

    static String removed(List<String> previous) {
        return "removed " + previous;
    }

    static String read(List<String> found, boolean more) {
        return "read " + found + (more ? " and more" : "");
    }

    static String nested(boolean held, String results) {
        return (held ? "held " : "not held ") + results;
    }

    static String version(KeyVersion version) {
        return key(version.key()) + "@" + version.revision() + "." + version.subIndex() + " c"
                + version.createRevision() + " v" + version.version() + " o" + version.ordinal() + " s"
                + version.stamp() + " l" + version.lease() + " " + version.valueBytes() + "b";
    }

    static String key(Key key) {
        byte[] bytes = key.toBytes();
        return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 24))
                + (bytes.length > 24 ? "+" + (bytes.length - 24) + "~" + sum(bytes) : "");
    }

    private static String content(byte[] value) {
        return ":" + sum(value);
    }

    private static String sum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
