package dev.longboat.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.longboat.engine.KeyRange;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Watch;
import dev.longboat.engine.WatchBatch;
import dev.longboat.proto.v1.ErrorReason;
import dev.longboat.proto.v1.KeyVersion;
import dev.longboat.proto.v1.WatchEvent;
import dev.longboat.proto.v1.WatchRequest;
import dev.longboat.proto.v1.WatchResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a watch has to say, a batch of the store's in messages of about 64 KiB. Between batches it
/// waits for the store's signal and holds nothing. Confined to one thread at a time, except that
/// signals come from anywhere.
final class WatchSource implements ReplySource {
    private static final long PROGRESS_MS = 10_000;
    private static final long PROGRESS_MS_MIN = 100;

    private final Draining draining;
    private final DoorStatistics statistics;
    private final WatchRequest request;
    private final Runnable signal;
    private final Watch watch;
    private final Executor clock;

    private @Nullable WatchBatch batch;
    private int next;
    private boolean begun;
    private volatile boolean progressDue;
    private volatile boolean closed;

    WatchSource(DoorResources resources, WatchRequest request, Runnable signal) {
        this.draining = resources.draining();
        this.statistics = resources.statistics();
        this.request = request;
        this.signal = signal;
        long progressMs = Numbers.notNegative("progress_ms", request.getProgressMs());
        if (progressMs > 0 && progressMs < PROGRESS_MS_MIN) {
            throw new RefusedException(Failure.of(
                    ErrorReason.NUMBER_OUT_OF_RANGE,
                    "progress_ms is " + progressMs + ", it must be at least " + PROGRESS_MS_MIN,
                    "field",
                    "progress_ms",
                    "value",
                    progressMs));
        }
        this.clock = CompletableFuture.delayedExecutor(
                progressMs == 0 ? PROGRESS_MS : progressMs, TimeUnit.MILLISECONDS, Runnable::run);
        this.watch = resources
                .store()
                .watch(
                        new dev.longboat.engine.WatchRequest(
                                keys(request),
                                Numbers.notNegative("from_revision", request.getFromRevision()),
                                request.getPrevious(),
                                !request.getNoPuts(),
                                !request.getNoDeletes()),
                        signal);
        draining.add(signal);
        statistics.watches().increment();
        awaitProgress();
    }

    private static KeyRange keys(WatchRequest request) {
        return switch (request.getSelectorCase()) {
            case KEY -> KeyRange.only(Keys.of(request.getKey()));
            case PREFIX -> Keys.prefix(request.getPrefix());
            case RANGE -> Keys.range(request.getRange());
            case SELECTOR_NOT_SET ->
                throw new RefusedException(
                        Failure.of(ErrorReason.SELECTOR_MISSING, "the request names no keys: key, prefix or range"));
        };
    }

    private void awaitProgress() {
        clock.execute(() -> {
            if (!closed) {
                progressDue = true;
                signal.run();
                awaitProgress();
            }
        });
    }

    @Override
    public Optional<Reply> next() {
        if (draining.begun()) {
            throw new RefusedException(Failure.of(ErrorReason.SERVER_STOPPING, "the server is stopping"));
        }
        WatchBatch left = batch;
        if (left == null) {
            left = watch.poll();
            batch = left;
            next = 0;
        }
        if (!left.events().isEmpty()) {
            return Optional.of(message(left));
        }
        letGo();
        if (!begun || progressDue) {
            return Optional.of(
                    said(WatchResponse.newBuilder().setRevision(left.revision()).build()));
        }
        if (left.more()) {
            signal.run(); // Others have a turn before the next step.
        }
        return Optional.empty();
    }

    @Override
    public boolean isWaiting() {
        return true;
    }

    @Override
    public int reservedBytes() {
        return 2 * Limits.WATCH_BYTES;
    }

    private Reply said(WatchResponse response) {
        begun = true;
        progressDue = false;
        return Reply.of(response);
    }

    /// The next events, as many as a message holds, and how far all is told then.
    private Reply message(WatchBatch from) {
        List<dev.longboat.engine.WatchEvent> events = from.events();
        WatchResponse.Builder message = WatchResponse.newBuilder();
        long bytes = 0;
        while (next < events.size() && bytes < Limits.WATCH_BYTES) {
            WatchEvent event = event(events.get(next++));
            bytes += event.getSerializedSize();
            message.addEvents(event);
        }
        statistics.watchEvents().add(message.getEventsCount());
        if (next == events.size()) {
            message.setRevision(from.revision());
            letGo();
        } else {
            long last = events.get(next - 1).revision();
            boolean partial = events.get(next).revision() == last;
            message.setRevision(partial ? last - 1 : last).setPartial(partial);
        }
        return said(message.build());
    }

    private WatchEvent event(dev.longboat.engine.WatchEvent event) {
        WatchEvent.Builder told = WatchEvent.newBuilder().setRevision(event.revision());
        switch (event) {
            case dev.longboat.engine.WatchEvent.Put put -> {
                told.setVersion(Replies.version(put.now().version()));
                value(put.now()).ifPresentOrElse(told::setValue, () -> told.setValueOmitted(true));
            }
            case dev.longboat.engine.WatchEvent.End end ->
                told.setDeleted(true)
                        .setVersion(KeyVersion.newBuilder()
                                .setKey(ByteString.copyFrom(end.key().toBytes()))
                                .setRevision(end.revision())
                                .setOrdinal(end.ordinal())
                                .setStampMs(end.stamp()));
        }
        event.previous().ifPresent(before -> {
            dev.longboat.proto.v1.KeyValue.Builder pair =
                    dev.longboat.proto.v1.KeyValue.newBuilder().setVersion(Replies.version(before.version()));
            value(before).ifPresentOrElse(pair::setValue, () -> pair.setValueOmitted(true));
            told.setPrevious(pair);
        });
        return told.build();
    }

    /// The value, when it goes along.
    private Optional<ByteString> value(KeyValue pair) {
        return request.getKeysOnly() || pair.value().length() > Limits.WATCH_VALUE_BYTES_MAX
                ? Optional.empty()
                : Optional.of(UnsafeByteOperations.unsafeWrap(pair.value().toBytes()));
    }

    private void letGo() {
        WatchBatch left = batch;
        batch = null;
        if (left != null) {
            left.close();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        statistics.watches().decrement();
        draining.remove(signal);
        watch.close();
        letGo();
    }
}
