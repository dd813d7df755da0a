package dev.longboat.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.longboat.proto.v1.SetRequest;
import java.io.IOException;

/// A `SetRequest`, read by hand: its value goes from the transport into the array that the store
/// takes over. Not checked yet. Immutable.
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record SetCommand(byte[] key, byte[] value, long lease, boolean returnPrevious, long ttlMs) {
    private static final byte[] NOTHING = {};
    private static final int KEY = tag(SetRequest.KEY_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    private static final int VALUE = tag(SetRequest.VALUE_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    private static final int LEASE = tag(SetRequest.LEASE_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT);
    private static final int RETURN_PREVIOUS = tag(SetRequest.RETURN_PREVIOUS_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT);

    private static final int TTL_MS = tag(SetRequest.TTL_MS_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT);

    static SetCommand decode(CodedInputStream in) throws IOException {
        byte[] key = NOTHING;
        byte[] value = NOTHING;
        long lease = 0;
        boolean returnPrevious = false;
        long ttlMs = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == KEY) {
                key = in.readByteArray();
            } else if (tag == VALUE) {
                value = in.readByteArray();
            } else if (tag == LEASE) {
                lease = in.readInt64();
            } else if (tag == RETURN_PREVIOUS) {
                returnPrevious = in.readBool();
            } else if (tag == TTL_MS) {
                ttlMs = in.readInt64();
            } else if (!in.skipField(tag)) {
                break;
            }
        }
        return new SetCommand(key, value, lease, returnPrevious, ttlMs);
    }

    static SetCommand of(SetRequest request) {
        return new SetCommand(
                request.getKey().toByteArray(),
                request.getValue().toByteArray(),
                request.getLease(),
                request.getReturnPrevious(),
                request.getTtlMs());
    }

    private static int tag(int field, int wireType) {
        return field << 3 | wireType;
    }
}
