package dev.longboat.grpc;

import dev.longboat.engine.NewValue;
import dev.longboat.engine.Operation;
import dev.longboat.engine.OperationResult;
import dev.longboat.engine.Transaction;
import dev.longboat.engine.Upload;
import dev.longboat.proto.v1.ErrorReason;
import dev.longboat.proto.v1.SetResponse;
import dev.longboat.proto.v1.SetStreamHead;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stores a value of any size from a stream, with a bounded part of it in memory. Safe for
/// concurrent use.
final class SetStreamMethod implements ServerCallHandler<Received<UploadPart>, Reply> {
    /// What a stream costs in the budget of writes: what is on its way to the disk, what is being
    /// gathered, and one chunk more.
    private static final int RESERVED_BYTES =
            Limits.UPLOAD_IN_FLIGHT_BYTES_MAX + UploadGathering.BYTES_MAX + Limits.UPLOAD_CHUNK_BYTES_MAX;

    private final DoorResources resources;

    SetStreamMethod(DoorResources resources) {
        this.resources = resources;
    }

    @Override
    public ServerCall.Listener<Received<UploadPart>> startCall(
            ServerCall<Received<UploadPart>, Reply> call, Metadata headers) {
        call.request(1);
        return new SetStreamCall(call);
    }

    /// One upload. A value that ends within [UploadGathering#BYTES_MAX] is committed as it is; a
    /// longer one goes to the journal while it comes in, and only the commit makes it visible.
    /// Parts are asked for one at a time, and only while little is under way to the disk.
    /// Guarded by itself; the listener's methods run on the call's event loop, completions on the
    /// store's threads.
    private final class SetStreamCall extends ServerCall.Listener<Received<UploadPart>> {
        private final ServerCall<Received<UploadPart>, Reply> call;
        private final UploadGathering gathering = new UploadGathering();
        private @Nullable SetStreamHead head;

        /// What the head asks for, all but the value.
        private Operation.@Nullable Put asked;

        private @Nullable Upload upload;
        private long bytesTotal;
        private int bytesInFlight;
        /// No part is asked for until some bytes have reached the disk.
        private boolean pausing;
        private boolean halfClosed;
        private boolean finishing;
        private boolean ended;

        SetStreamCall(ServerCall<Received<UploadPart>, Reply> call) {
            this.call = call;
        }

        @Override
        public synchronized void onMessage(Received<UploadPart> received) {
            if (ended) {
                return;
            }
            try {
                switch (received) {
                    case Received.Message<UploadPart>(UploadPart part, int _) -> take(part);
                    case Received.Unreadable<UploadPart>(Failure failure) -> fail(failure.notApplied());
                }
            } catch (RuntimeException e) {
                fail(Failures.ofWrite(e).notApplied());
            }
        }

        private void take(UploadPart part) {
            switch (part) {
                case UploadPart.Head(SetStreamHead first) -> start(first);
                case UploadPart.Chunk(byte[] bytes) -> append(bytes);
                case UploadPart.Nothing _ -> throw outOfOrder("a part is neither a head nor a chunk");
            }
            if (!ended) {
                askForMore();
            }
        }

        private void start(SetStreamHead first) {
            if (head != null) {
                throw outOfOrder("a second head in one stream");
            }
            Numbers.notNegative("total_bytes", first.getTotalBytes());
            asked = LeaseOperations.put(
                    resources.store()::drawLease,
                    Keys.of(first.getKey()),
                    NewValue.of(new byte[0]),
                    first.getLease(),
                    first.getTtlMs());
            LeaseOperations.requireLease(resources.store(), asked);
            if (!resources.writes().tryAcquire(RESERVED_BYTES)) {
                throw new RefusedException(resources.writes().refusal());
            }
            head = first;
        }

        private void append(byte[] bytes) {
            if (head == null) {
                throw outOfOrder("a chunk before the head");
            }
            if (bytes.length > Limits.UPLOAD_CHUNK_BYTES_MAX) {
                throw new RefusedException(Failure.of(
                        ErrorReason.CHUNK_TOO_LARGE,
                        "the chunk has " + bytes.length + " bytes, at most " + Limits.UPLOAD_CHUNK_BYTES_MAX
                                + " are allowed",
                        "bytes",
                        bytes.length,
                        "bytes_max",
                        Limits.UPLOAD_CHUNK_BYTES_MAX));
            }
            bytesTotal += bytes.length;
            if (head.hasTotalBytes() && bytesTotal > head.getTotalBytes()) {
                throw lengthMismatch(head.getTotalBytes());
            }
            if (!gathering.fits(bytes)) {
                write(gathering.take());
            }
            gathering.add(bytes);
        }

        private void write(byte[] bytes) {
            Upload to = upload;
            if (to == null) {
                to = resources.store().upload();
                upload = to;
            }
            bytesInFlight += bytes.length;
            var _ = to.append(ByteBuffer.wrap(bytes)).whenComplete((_, thrown) -> written(bytes.length, thrown));
        }

        private synchronized void written(int bytes, @Nullable Throwable thrown) {
            bytesInFlight -= bytes;
            if (ended) {
                return;
            }
            if (thrown != null) {
                fail(Failures.ofWrite(thrown).notApplied());
            } else if (halfClosed && bytesInFlight == 0) {
                finish();
            } else if (pausing) {
                askForMore();
            }
        }

        private void askForMore() {
            pausing = bytesInFlight >= Limits.UPLOAD_IN_FLIGHT_BYTES_MAX;
            if (!pausing && !halfClosed) {
                call.request(1);
            }
        }

        @Override
        public synchronized void onHalfClose() {
            if (ended) {
                return;
            }
            try {
                if (head == null) {
                    throw outOfOrder("the stream ended without a head");
                }
                if (head.hasTotalBytes() && bytesTotal != head.getTotalBytes()) {
                    throw lengthMismatch(head.getTotalBytes());
                }
                halfClosed = true;
                if (upload == null) {
                    commit(NewValue.of(gathering.take()));
                } else {
                    if (!gathering.isEmpty()) {
                        write(gathering.take());
                    }
                    if (bytesInFlight == 0) {
                        finish();
                    }
                }
            } catch (RuntimeException e) {
                fail(Failures.ofWrite(e));
            }
        }

        private void finish() {
            Upload whole = upload;
            if (whole != null && !finishing) {
                finishing = true;
                var _ = whole.finish().whenComplete(this::finished);
            }
        }

        private synchronized void finished(@Nullable NewValue value, @Nullable Throwable thrown) {
            if (ended) {
                return;
            }
            if (value == null || thrown != null) {
                fail(Failures.ofWrite(thrown == null ? new IllegalStateException("no value") : thrown)
                        .notApplied());
                return;
            }
            commit(value);
        }

        private void commit(NewValue value) {
            Operation.Put put = asked;
            if (put == null) {
                return;
            }
            Operation whole = new Operation.Put(put.key(), value, put.lease(), put.ttlMillis());
            var _ = resources.store().commitAsync(Transaction.of(whole)).whenComplete((commit, thrown) -> {
                if (thrown != null) {
                    committed(Optional.empty(), thrown);
                } else {
                    committed(Optional.of((OperationResult.Put) commit.results().getFirst()), null);
                }
            });
        }

        private synchronized void committed(Optional<OperationResult.Put> put, @Nullable Throwable thrown) {
            if (thrown != null) {
                fail(Failures.ofWrite(thrown));
                return;
            }
            resources.statistics().sets().increment();
            if (ended) {
                return;
            }
            end();
            call.sendHeaders(new Metadata());
            call.sendMessage(Reply.of(SetResponse.newBuilder()
                    .setWritten(Replies.version(put.orElseThrow().written()))
                    .build()));
            call.close(Status.OK, new Metadata());
        }

        @Override
        public synchronized void onCancel() {
            end();
        }

        private void fail(Failure failure) {
            if (ended) {
                return;
            }
            end();
            resources.statistics().errors().increment();
            call.close(failure.status(), failure.trailers());
        }

        /// Gives everything back (G5). Closing an upload that was not finished aborts it.
        private void end() {
            if (ended) {
                return;
            }
            ended = true;
            if (head != null) {
                resources.writes().release(RESERVED_BYTES);
            }
            Upload opened = upload;
            if (opened != null) {
                resources.readers().execute(opened::close);
            }
        }

        private RefusedException lengthMismatch(long totalBytes) {
            return new RefusedException(Failure.of(
                    ErrorReason.LENGTH_MISMATCH,
                    "the stream has " + bytesTotal + " bytes, its head said " + totalBytes,
                    "bytes",
                    bytesTotal,
                    "total_bytes",
                    totalBytes));
        }

        private static RefusedException outOfOrder(String what) {
            return new RefusedException(Failure.of(ErrorReason.STREAM_OUT_OF_ORDER, what));
        }
    }
}
