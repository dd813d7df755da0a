package dev.longboat.engine;

import dev.longboat.table.RowCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Decides what a watch is told of a revision: what a read that begins now sees of it. So a watch
/// that is quick and one that reads the past are told the same (E8), and nobody is told what a
/// removal has taken away.
///
/// - A put or a delete is told unless a removal covers it.
/// - A removal that no later one covers is told when it may have changed which version is the
///   newest: as that version, or as the end of the key.
/// - A store that keeps so many versions tells of those, and of the newest change of each key.
///
/// Immutable; safe for concurrent use while the set is held.
final class WatchReader {
    private static final Comparator<Told> IN_ORDER = Comparator.comparingInt(Told::subIndex);

    private final TableSet set;
    private final Reach reach;
    private final long began;
    private final ValueReader values;
    private final WatchRequest request;

    /// @param began the store's revision when the read began
    WatchReader(TableSet set, Reach reach, long began, ValueReader values, WatchRequest request) {
        this.set = set;
        this.reach = reach;
        this.began = began;
        this.values = values;
        this.request = request;
    }

    /// An event and its place in its revision.
    private record Told(int subIndex, WatchEvent event) {}

    /// The events of a revision, which the store's horizon is not above.
    List<WatchEvent> events(ChangedKeys changed) throws IOException {
        List<Told> told = new ArrayList<>();
        for (byte[] storedKey : changed.storedKeys()) {
            told(storedKey, changed.revision()).ifPresent(told::add);
        }
        return told.stream().sorted(IN_ORDER).map(Told::event).toList();
    }

    private Optional<Told> told(byte[] storedKey, long revision) throws IOException {
        Optional<Change> newest = set.find(storedKey, began);
        Optional<Change> found = (newest.isPresent() && newest.get().at().revision() > revision
                        ? set.find(storedKey, revision)
                        : newest)
                .filter(change -> change.at().revision() == revision);
        if (found.isEmpty() || isHidden(storedKey, found.get(), newest.orElseThrow())) {
            return Optional.empty();
        }
        Change change = found.get();
        return event(storedKey, change).map(event -> new Told(change.at().subIndex(), event));
    }

    private boolean isHidden(byte[] storedKey, Change change, Change newest) throws IOException {
        if (change.at().revision() == newest.at().revision()) {
            return false;
        }
        if (reach.limitsVersions()
                && (!(change instanceof Change.Put)
                        || reach.isBeyond(change.at(), newest.at().ordinal()))) {
            return true;
        }
        boolean nothingAbove = newest.at().removalRevision() <= change.at().revision();
        return (reach.limitsVersions() || !nothingAbove)
                && isHidden(storedKey, change.at().revision());
    }

    /// Whether something newer of the key hides a revision.
    private boolean isHidden(byte[] storedKey, long revision) throws IOException {
        List<Change.Removal> removals = new ArrayList<>();
        try (RowCursor rows = set.cursorOf(revision)) {
            for (rows.seek(storedKey, began);
                    rows.valid() && rows.revision() > revision && Arrays.equals(rows.key(), storedKey);
                    rows.next()) {
                Change newer = VersionReader.changeAt(rows);
                if (newer instanceof Change.Removal removal) {
                    removals.add(removal);
                } else if (reach.endsAt(newer)
                        && !VersionReader.isRemoved(newer.at().revision(), removals)) {
                    return true;
                }
            }
        }
        return VersionReader.isRemoved(revision, removals);
    }

    private Optional<WatchEvent> event(byte[] storedKey, Change change) throws IOException {
        return switch (change) {
            case Change.Put put -> put(storedKey, change.at(), put);
            case Change.Delete _ -> end(storedKey, change.at());
            case Change.Removal removal -> {
                Optional<Change.Put> left = find(storedKey, change.at().revision());
                if (left.isEmpty()) {
                    yield end(storedKey, change.at());
                }
                boolean unchanged = left.get().at().revision() > removal.to();
                yield unchanged ? Optional.empty() : put(storedKey, change.at(), left.get());
            }
        };
    }

    private Optional<WatchEvent> put(byte[] storedKey, Moment at, Change.Put put) throws IOException {
        return request.puts()
                ? Optional.of(new WatchEvent.Put(at.revision(), keyValue(storedKey, put), previous(storedKey, at)))
                : Optional.empty();
    }

    private Optional<WatchEvent> end(byte[] storedKey, Moment at) throws IOException {
        return request.ends()
                ? Optional.of(new WatchEvent.End(
                        at.revision(), StoredKeys.key(storedKey), at.ordinal(), at.stamp(), previous(storedKey, at)))
                : Optional.empty();
    }

    private Optional<KeyValue> previous(byte[] storedKey, Moment at) throws IOException {
        long before = at.revision() - 1;
        return request.previous() && before >= Math.max(1, reach.horizon())
                ? find(storedKey, before).map(put -> keyValue(storedKey, put))
                : Optional.empty();
    }

    private Optional<Change.Put> find(byte[] storedKey, long revision) throws IOException {
        return new VersionReader(set, reach, began, View.at(revision)).find(storedKey);
    }

    private KeyValue keyValue(byte[] storedKey, Change.Put put) {
        return new KeyValue(
                put.of(StoredKeys.key(storedKey)),
                new Value(put.value(), values, storedKey, put.at().revision()));
    }
}
