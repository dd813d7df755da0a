package dev.longboat.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;
import dev.longboat.engine.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// One protobuf message on its way out, put together from parts so that the bytes of a value are
/// copied once: from where they are into the transport's buffer.
///
/// A part is a small generated message whose fields are taken over, a field of bytes, or a field
/// that holds another reply. The order of fields does not matter to a reader of protobuf, so parts
/// stand in the order that suits us. Immutable.
public final class Reply {
    /// Large enough for the small fields around a value; longer byte fields go past it.
    private static final int BUFFER_BYTES = 512;

    private final List<Part> parts;
    private final int bytes;

    private Reply(List<Part> parts) {
        this.parts = parts;
        int sum = 0;
        for (Part part : parts) {
            sum = Math.addExact(sum, part.bytes());
        }
        this.bytes = sum;
    }

    /// A reply of these parts.
    public static Reply of(Part... parts) {
        return new Reply(List.of(parts));
    }

    /// A reply of these parts.
    public static Reply of(List<Part> parts) {
        return new Reply(List.copyOf(parts));
    }

    /// A reply that is a generated message.
    public static Reply of(MessageLite message) {
        return new Reply(List.of(new Fields(message)));
    }

    /// Its length on the wire.
    public int bytes() {
        return bytes;
    }

    /// Writes it whole.
    void writeTo(OutputStream target) throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(target, Math.min(BUFFER_BYTES, Math.max(1, bytes)));
        writeTo(out);
        out.flush();
    }

    private void writeTo(CodedOutputStream out) throws IOException {
        for (Part part : parts) {
            part.writeTo(out);
        }
    }

    /// A stretch of a message.
    public sealed interface Part {
        /// Its length on the wire.
        int bytes();

        /// Writes it.
        void writeTo(CodedOutputStream out) throws IOException;
    }

    /// The fields of a generated message.
    public record Fields(MessageLite message) implements Part {
        @Override
        public int bytes() {
            return message.getSerializedSize();
        }

        @Override
        public void writeTo(CodedOutputStream out) throws IOException {
            message.writeTo(out);
        }
    }

    /// A field of bytes: a stretch of an array that nobody changes any more.
    public static final class Bytes implements Part {
        private final int field;
        private final byte[] array;
        private final int offset;
        private final int length;

        /// A stretch of an array.
        public Bytes(int field, byte[] array, int offset, int length) {
            this.field = field;
            this.array = array;
            this.offset = offset;
            this.length = length;
        }

        /// All of an array.
        public Bytes(int field, byte[] array) {
            this(field, array, 0, array.length);
        }

        /// The length of the stretch.
        int length() {
            return length;
        }

        @Override
        public int bytes() {
            return lengthOfDelimited(field, length);
        }

        @Override
        public void writeTo(CodedOutputStream out) throws IOException {
            writeHead(out, field, length);
            out.writeRawBytes(array, offset, length);
        }
    }

    /// A field of bytes: a value that is read, piece by piece, only when it is written. Such a
    /// reply is sent from a thread that may wait for the disk.
    public record Read(int field, Value value) implements Part {
        @Override
        public int bytes() {
            return lengthOfDelimited(field, Math.toIntExact(value.length()));
        }

        @Override
        public void writeTo(CodedOutputStream out) throws IOException {
            writeHead(out, field, Math.toIntExact(value.length()));
            for (byte[] piece : value.pieces()) {
                out.writeRawBytes(piece);
            }
        }
    }

    /// A field that holds another message.
    public record Nested(int field, Reply message) implements Part {
        @Override
        public int bytes() {
            return lengthOfDelimited(field, message.bytes());
        }

        @Override
        public void writeTo(CodedOutputStream out) throws IOException {
            writeHead(out, field, message.bytes());
            message.writeTo(out);
        }
    }

    private static int lengthOfDelimited(int field, int length) {
        return Math.addExact(
                CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(length), length);
    }

    private static void writeHead(CodedOutputStream out, int field, int length) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(length);
    }
}
