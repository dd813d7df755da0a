package dev.longboat.classic;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.longboat.proto.keyvalue.SetRequest;
import java.io.IOException;

/// System A's `SetRequest`, read by hand: its value goes from the transport into the array that the
/// store takes over. The key is text, not checked further yet. Immutable.
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record TextSet(String key, byte[] value) {
    private static final byte[] NOTHING = {};
    private static final int KEY = SetRequest.KEY_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int VALUE = SetRequest.VALUE_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    static TextSet decode(CodedInputStream in) throws IOException {
        String key = "";
        byte[] value = NOTHING;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == KEY) {
                key = in.readStringRequireUtf8();
            } else if (tag == VALUE) {
                value = in.readByteArray();
            } else if (!in.skipField(tag)) {
                break;
            }
        }
        return new TextSet(key, value);
    }
}
