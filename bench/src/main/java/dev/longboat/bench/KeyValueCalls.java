package dev.longboat.bench;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Unary gRPC calls of any service that gets by a key and puts a key with a value, by bare stubs:
/// classic system A's, and etcd's. Only the fields that matter are written and read. Confined to
/// one thread.
final class KeyValueCalls implements BlockingCalls, PrefixReader {
    /// `keyvalue.KeyValue`: the value is field 2 of the answer.
    static final Service CLASSIC = new Service("keyvalue.KeyValue/Get", "keyvalue.KeyValue/Set", 0, 2);

    /// `etcdserverpb.KV`: the answer's field 2 is a pair, of which field 5 is the value.
    static final Service ETCD = new Service("etcdserverpb.KV/Range", "etcdserverpb.KV/Put", 2, 5);

    private static final int KEY_FIELD = 1;
    private static final int VALUE_FIELD = 2;

    /// How a service names things. In requests of all of them the key is field 1 and the value
    /// field 2. Immutable.
    ///
    /// @param get the full name of its method that reads
    /// @param put the full name of its method that writes
    /// @param pairField in the answer of a read, the message that holds the value; 0 for the answer
    /// @param valueField in that, the value
    record Service(String get, String put, int pairField, int valueField) {}

    private final Service service;
    private final PlainCalls gets;
    private final PlainCalls puts;

    KeyValueCalls(String endpoint, Service service) {
        this.service = service;
        this.gets = new PlainCalls(endpoint, service.get());
        this.puts = gets.method(service.put());
    }

    @Override
    public @Nullable ByteBuffer get(byte[] key) throws IOException {
        byte[] answer = gets.call(request(key, null));
        ByteBuffer within = ByteBuffer.wrap(answer);
        if (service.pairField() != 0) {
            ByteBuffer pair = field(within, service.pairField());
            return pair == null ? null : field(pair, service.valueField());
        }
        return field(within, service.valueField());
    }

    @Override
    public void put(byte[] key, byte[] value) throws IOException {
        puts.call(request(key, value));
    }

    /// One call and one answer, whatever its length.
    ///
    /// @throws UnsupportedOperationException when its reads name one key only
    @Override
    public Answer readPrefix(String prefix) throws IOException {
        if (service.pairField() == 0) {
            throw new UnsupportedOperationException(service.get() + " reads one key");
        }
        byte[] first = prefix.getBytes(StandardCharsets.US_ASCII);
        byte[] end = first.clone();
        end[end.length - 1]++;
        CodedInputStream answer = CodedInputStream.newInstance(gets.call(request(first, end)));
        long pairs = 0;
        long bytes = 0;
        for (int tag = answer.readTag(); tag != 0; tag = answer.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == service.pairField()) {
                int whole = answer.pushLimit(answer.readRawVarint32());
                for (int inner = answer.readTag(); inner != 0; inner = answer.readTag()) {
                    if (WireFormat.getTagFieldNumber(inner) == service.valueField()) {
                        int length = answer.readRawVarint32();
                        answer.skipRawBytes(length);
                        bytes += length;
                    } else {
                        answer.skipField(inner);
                    }
                }
                answer.popLimit(whole);
                pairs++;
            } else {
                answer.skipField(tag);
            }
        }
        return new Answer(pairs, bytes);
    }

    @Override
    public void close() {
        gets.close();
    }

    private static byte[] request(byte[] key, byte @Nullable [] value) throws IOException {
        int bytes = CodedOutputStream.computeByteArraySize(KEY_FIELD, key)
                + (value == null ? 0 : CodedOutputStream.computeByteArraySize(VALUE_FIELD, value));
        byte[] request = new byte[bytes];
        CodedOutputStream out = CodedOutputStream.newInstance(request);
        out.writeByteArray(KEY_FIELD, key);
        if (value != null) {
            out.writeByteArray(VALUE_FIELD, value);
        }
        out.checkNoSpaceLeft();
        return request;
    }

    /// The bytes of a field of a message; null when it has none.
    private static @Nullable ByteBuffer field(ByteBuffer message, int number) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(
                message.array(), message.arrayOffset() + message.position(), message.remaining());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == number
                    && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                int length = in.readRawVarint32();
                return message.slice(message.position() + in.getTotalBytesRead(), length);
            }
            in.skipField(tag);
        }
        return null;
    }
}
