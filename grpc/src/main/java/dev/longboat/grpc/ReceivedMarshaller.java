package dev.longboat.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.longboat.proto.v1.ErrorReason;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/// Reads requests. Long byte fields go straight from the transport's buffers into an array of their
/// own. Immutable.
///
/// @param <T> the request
public final class ReceivedMarshaller<T> implements MethodDescriptor.Marshaller<Received<T>> {
    private static final int BUFFER_BYTES_MAX = 4096;

    private final Decoder<T> decoder;
    private final int bytesMax;

    /// @param bytesMax the longest message that is read
    public ReceivedMarshaller(Decoder<T> decoder, int bytesMax) {
        this.decoder = decoder;
        this.bytesMax = bytesMax;
    }

    /// Reads one message to its end.
    ///
    /// @param <T> the message
    @FunctionalInterface
    public interface Decoder<T> {
        /// Reads one message to the end of the input.
        ///
        /// @throws InvalidProtocolBufferException when it is no such message
        T decode(CodedInputStream in) throws IOException;

        /// Reads a generated message.
        static <M extends MessageLite> Decoder<M> of(Parser<M> parser) {
            return in -> parser.parseFrom(in, ExtensionRegistryLite.getEmptyRegistry());
        }

        /// Reads a generated message and makes something of it.
        static <M extends MessageLite, T> Decoder<T> of(Parser<M> parser, Function<M, T> translation) {
            Decoder<M> message = of(parser);
            return in -> translation.apply(message.decode(in));
        }
    }

    @Override
    public Received<T> parse(InputStream stream) {
        try {
            if (stream instanceof KnownLength) {
                int bytes = stream.available();
                return bytes > bytesMax
                        ? tooLong(bytes)
                        : decoded(CodedInputStream.newInstance(stream, Math.clamp(bytes, 16, BUFFER_BYTES_MAX)), bytes);
            }
            byte[] all = stream.readNBytes(bytesMax + 1);
            return all.length > bytesMax ? tooLong(all.length) : decoded(CodedInputStream.newInstance(all), all.length);
        } catch (RefusedException e) {
            return unreadable(e.failure());
        } catch (StatusRuntimeException _) {
            // gRPC stops unpacking a compressed message where the server's own limit lies.
            return tooLong(bytesMax + 1);
        } catch (IOException e) {
            return unreadable(
                    Failure.of(ErrorReason.MESSAGE_MALFORMED, "the message cannot be read: " + e.getMessage()));
        }
    }

    private Received<T> decoded(CodedInputStream in, int bytes) throws IOException {
        T message = decoder.decode(in);
        in.checkLastTagWas(0);
        return new Received.Message<>(message, bytes);
    }

    private Received<T> tooLong(int bytes) {
        return unreadable(Failure.of(
                ErrorReason.VALUE_TOO_LARGE,
                "the message has " + bytes + " bytes, at most " + bytesMax
                        + " are allowed; longer values go by a stream",
                "bytes",
                bytes,
                "bytes_max",
                bytesMax));
    }

    /// Whatever was asked for, it was not done.
    private static <T> Received<T> unreadable(Failure failure) {
        return new Received.Unreadable<>(failure.notApplied());
    }

    @Override
    public InputStream stream(Received<T> request) {
        throw new UnsupportedOperationException("a server does not send requests");
    }
}
