package dev.longboat.grpc;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Hands replies to gRPC: as a stream of known length that writes itself, so that the transport
/// allocates once and copies once. Immutable.
public final class ReplyMarshaller implements MethodDescriptor.Marshaller<Reply> {
    /// The only one that is needed.
    public static final ReplyMarshaller INSTANCE = new ReplyMarshaller();

    private ReplyMarshaller() {}

    @Override
    public InputStream stream(Reply reply) {
        return new ReplyStream(reply);
    }

    @Override
    public Reply parse(InputStream stream) {
        throw new UnsupportedOperationException("a server does not read replies");
    }

    /// A reply as gRPC takes it. Confined to the thread that sends it.
    private static final class ReplyStream extends InputStream implements Drainable, KnownLength {
        private final Reply reply;
        private boolean drained;
        private @Nullable InputStream encoded;

        ReplyStream(Reply reply) {
            this.reply = reply;
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            if (drained) {
                return 0;
            }
            drained = true;
            reply.writeTo(target);
            return reply.bytes();
        }

        @Override
        public int available() throws IOException {
            return encoded != null ? encoded.available() : drained ? 0 : reply.bytes();
        }

        @Override
        public int read() throws IOException {
            return encoded().read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return encoded().read(target, offset, length);
        }

        /// For a transport that reads rather than drains.
        private InputStream encoded() {
            if (encoded == null) {
                ByteArrayOutputStream all = new ByteArrayOutputStream(reply.bytes());
                try {
                    drainTo(all);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                encoded = new ByteArrayInputStream(all.toByteArray());
            }
            return encoded;
        }
    }
}
