package dev.longboat.grpc;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;

/// What a session's client sends, given any bytes: where a coverage-guided fuzzer enters, `make
/// fuzz TARGET=grpc`. Public, with a method of this name, since Jazzer asks for it. A message that
/// the decoder declares to be none, or a refusal told to the client, is all that may come of it.
/// Immutable; holds nothing.
public final class SessionFuzz {
    private SessionFuzz() {}

    /// Gives one input to the decoders of the session's requests and of uploads.
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            SessionItem item = SessionItem.decode(CodedInputStream.newInstance(input));
            if (item.request() instanceof SessionItem.Request.Transact(var transaction)) {
                TransactionDecoder.decode(transaction, () -> 1);
            }
        } catch (IOException | RefusedException _) {
            // Refused, as declared.
        }
        try {
            UploadPart _ = UploadPart.decode(CodedInputStream.newInstance(input));
        } catch (IOException | RefusedException _) {
            // Refused, as declared.
        }
    }
}
