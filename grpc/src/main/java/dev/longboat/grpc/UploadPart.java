package dev.longboat.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.WireFormat;
import dev.longboat.proto.v1.SetStreamHead;
import dev.longboat.proto.v1.SetStreamRequest;
import java.io.IOException;

/// A `SetStreamRequest`, read by hand so that a chunk is copied once. Immutable.
sealed interface UploadPart {
    /// What is to be stored.
    record Head(SetStreamHead head) implements UploadPart {}

    /// The next bytes of the value.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Chunk(byte[] bytes) implements UploadPart {}

    /// Neither.
    record Nothing() implements UploadPart {}

    static UploadPart decode(CodedInputStream in) throws IOException {
        UploadPart part = new Nothing();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == tag(SetStreamRequest.CHUNK_FIELD_NUMBER)) {
                part = new Chunk(in.readByteArray());
            } else if (tag == tag(SetStreamRequest.HEAD_FIELD_NUMBER)) {
                part = new Head(in.readMessage(SetStreamHead.parser(), ExtensionRegistryLite.getEmptyRegistry()));
            } else if (!in.skipField(tag)) {
                break;
            }
        }
        return part;
    }

    private static int tag(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
}
