package dev.longboat.client;

import com.google.protobuf.ByteString;
import dev.longboat.proto.v1.KeyVersion;
import dev.longboat.proto.v1.ReadView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// A store in memory that keeps every version: what the server promises, in the fewest lines.
/// Guarded by its own monitor.
final class MemoryStore {
    /// A version of a key; a tombstone has no value.
    record Version(KeyVersion clocks, Optional<ByteString> value) {}

    private final TreeMap<ByteString, List<Version>> history =
            new TreeMap<>(ByteString.unsignedLexicographicalComparator());
    private long revision;

    synchronized long revision() {
        return revision;
    }

    synchronized long keys() {
        return history.values().stream()
                .filter(versions ->
                        visible(versions, ReadView.getDefaultInstance()).isPresent())
                .count();
    }

    synchronized Version set(ByteString key, ByteString value, long lease, long atRevision) {
        List<Version> versions = history.computeIfAbsent(key, _ -> new ArrayList<>());
        Optional<Version> before = versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
        boolean creates = before.isEmpty() || before.get().value().isEmpty();
        revision = Math.max(revision, atRevision);
        Version written = new Version(
                KeyVersion.newBuilder()
                        .setKey(key)
                        .setRevision(atRevision)
                        .setCreateRevision(
                                creates ? atRevision : before.get().clocks().getCreateRevision())
                        .setVersion(creates ? 1 : before.get().clocks().getVersion() + 1)
                        .setOrdinal(before.map(b -> b.clocks().getOrdinal()).orElse(0L) + 1)
                        .setStampMs(1_700_000_000_000L + atRevision)
                        .setLease(lease)
                        .setValueBytes(value.size())
                        .build(),
                Optional.of(value));
        versions.add(written);
        return written;
    }

    synchronized boolean delete(ByteString key, long atRevision) {
        List<Version> versions = history.computeIfAbsent(key, _ -> new ArrayList<>());
        if (visible(versions, ReadView.getDefaultInstance()).isEmpty()) {
            return false;
        }
        KeyVersion last = versions.getLast().clocks();
        revision = Math.max(revision, atRevision);
        versions.add(new Version(
                last.toBuilder().setRevision(atRevision).setValueBytes(0).build(), Optional.empty()));
        return true;
    }

    synchronized Optional<Version> get(ByteString key, ReadView view) {
        return visible(history.getOrDefault(key, List.of()), view);
    }

    /// The visible pairs from `from` up to `to`, which is the end of the store when it is empty.
    synchronized List<Version> range(ByteString from, ByteString to, ReadView view, boolean reverse) {
        NavigableMap<ByteString, List<Version>> part = history.tailMap(from, true);
        if (!to.isEmpty()) {
            part = ByteString.unsignedLexicographicalComparator().compare(from, to) < 0
                    ? part.headMap(to, false)
                    : new TreeMap<>();
        }
        return (reverse ? part.descendingMap() : part)
                .values().stream()
                        .map(versions -> visible(versions, view))
                        .flatMap(Optional::stream)
                        .toList();
    }

    /// What happened from a revision on, in order.
    synchronized List<Version> changes(long from) {
        return history.values().stream()
                .flatMap(List::stream)
                .filter(version -> version.clocks().getRevision() >= from)
                .sorted(Comparator.comparingLong(version -> version.clocks().getRevision()))
                .toList();
    }

    /// The version that was there before this one, if any was.
    synchronized Optional<Version> before(Version version) {
        List<Version> versions = history.getOrDefault(version.clocks().getKey(), List.of());
        int at = versions.indexOf(version);
        return at < 1
                ? Optional.empty()
                : Optional.of(versions.get(at - 1))
                        .filter(before -> before.value().isPresent());
    }

    private static Optional<Version> visible(List<Version> versions, ReadView view) {
        return versions.reversed().stream()
                .filter(version -> view.getRevision() == 0 || version.clocks().getRevision() <= view.getRevision())
                .findFirst()
                .filter(newest -> newest.value().isPresent())
                .flatMap(_ -> versions.reversed().stream()
                        .filter(version ->
                                view.getRevision() == 0 || version.clocks().getRevision() <= view.getRevision())
                        .takeWhile(version -> version.value().isPresent())
                        .filter(version -> withinBound(version, view))
                        .findFirst());
    }

    private static boolean withinBound(Version version, ReadView view) {
        return switch (view.getBoundCase()) {
            case ORDINAL_MAX -> version.clocks().getOrdinal() <= view.getOrdinalMax();
            case STAMP_MS_MAX -> version.clocks().getStampMs() <= view.getStampMsMax();
            case BOUND_NOT_SET -> true;
        };
    }
}
