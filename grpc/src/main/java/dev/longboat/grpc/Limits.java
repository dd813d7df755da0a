package dev.longboat.grpc;

/// The sizes that the doors keep to. Immutable.
public final class Limits {
    /// The longest request message of `longboat.v1`, encoded.
    public static final int REQUEST_BYTES_MAX = 8 << 20;

    /// The longest request message of any door; what the server is set to.
    public static final int INBOUND_BYTES_MAX = 16 << 20;

    /// The longest value that an answer carries inline.
    static final int INLINE_BYTES_MAX = 8 << 20;

    /// The longest chunk of an upload.
    static final int UPLOAD_CHUNK_BYTES_MAX = 1 << 20;

    /// The length of the chunks that the server sends.
    static final int CHUNK_BYTES = 256 << 10;

    /// The length of the messages that a watch sends, and the longest value that goes in one.
    static final int WATCH_BYTES = 64 << 10;

    static final int WATCH_VALUE_BYTES_MAX = 1 << 20;

    /// What a stream may have queued in the transport before it counts as not ready.
    static final int STREAM_QUEUED_BYTES = 1 << 20;

    /// What a stream of answers costs in the budget of answers: its queue and one chunk.
    static final int STREAM_RESERVED_BYTES = STREAM_QUEUED_BYTES + CHUNK_BYTES;

    /// Bytes of an upload that may be under way to the disk.
    static final int UPLOAD_IN_FLIGHT_BYTES_MAX = 4 << 20;

    /// Conditions and operations of a transaction.
    static final int TRANSACTION_STEPS_MAX = 128;

    private Limits() {}
}
