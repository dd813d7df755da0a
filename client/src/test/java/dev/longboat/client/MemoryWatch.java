package dev.longboat.client;

import com.google.protobuf.ByteString;
import dev.longboat.client.MemoryStore.Version;
import dev.longboat.proto.v1.KeyValue;
import dev.longboat.proto.v1.WatchEvent;
import dev.longboat.proto.v1.WatchRequest;
import dev.longboat.proto.v1.WatchResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.Optional;

/// A watch of a [MemoryStore], an event to a message. Guarded by the store's monitor.
final class MemoryWatch {
    private final MemoryStore store;
    private final WatchRequest request;
    private final ServerCallStreamObserver<WatchResponse> answers;
    private long told;

    MemoryWatch(MemoryStore store, WatchRequest request, ServerCallStreamObserver<WatchResponse> answers) {
        this.store = store;
        this.request = request;
        this.answers = answers;
        this.told = request.getFromRevision() == 0 ? store.revision() : request.getFromRevision() - 1;
        answers.onNext(WatchResponse.newBuilder()
                .setRevision(Math.min(told, store.revision()))
                .build());
    }

    /// Tells what is new.
    ///
    /// @return false when nobody listens any more
    boolean tell() {
        if (answers.isCancelled()) {
            return false;
        }
        List<Version> changes =
                store.changes(told + 1).stream().filter(this::isAsked).toList();
        for (int i = 0; i < changes.size(); i++) {
            long revision = revision(changes.get(i));
            boolean partial = i + 1 < changes.size() && revision(changes.get(i + 1)) == revision;
            answers.onNext(WatchResponse.newBuilder()
                    .addEvents(event(changes.get(i)))
                    .setRevision(partial ? revision - 1 : revision)
                    .setPartial(partial)
                    .build());
        }
        told = Math.max(told, store.revision());
        return true;
    }

    private static long revision(Version version) {
        return version.clocks().getRevision();
    }

    private boolean isAsked(Version version) {
        ByteString key = version.clocks().getKey();
        var order = ByteString.unsignedLexicographicalComparator();
        boolean isWithin = request.hasPrefix()
                ? key.startsWith(request.getPrefix())
                : order.compare(key, request.getRange().getFrom()) >= 0
                        && (request.getRange().getTo().isEmpty()
                                || order.compare(key, request.getRange().getTo()) < 0);
        return isWithin && !(version.value().isPresent() ? request.getNoPuts() : request.getNoDeletes());
    }

    private WatchEvent event(Version version) {
        WatchEvent.Builder event = WatchEvent.newBuilder()
                .setRevision(revision(version))
                .setVersion(version.clocks())
                .setDeleted(version.value().isEmpty())
                .setValueOmitted(request.getKeysOnly() && version.value().isPresent());
        if (!request.getKeysOnly()) {
            version.value().ifPresent(event::setValue);
        }
        Optional<Version> before = store.before(version);
        if (request.getPrevious()) {
            before.ifPresent(was -> event.setPrevious(KeyValue.newBuilder()
                    .setVersion(was.clocks())
                    .setValue(was.value().orElseThrow())));
        }
        return event.build();
    }
}
