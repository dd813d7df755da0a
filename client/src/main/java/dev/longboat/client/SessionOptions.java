package dev.longboat.client;

/// How much a session keeps in flight. Immutable.
///
/// @param operationsMax the most operations that are sent and not answered
/// @param bytesMax      the most bytes of their keys and values; one operation may be longer
public record SessionOptions(int operationsMax, int bytesMax) {
    /// 256 operations of 256 KiB in all: enough to hide the round trip, too little to clog it.
    public static final SessionOptions DEFAULTS = new SessionOptions(256, 256 * 1024);

    /// Checks every number.
    public SessionOptions {
        if (operationsMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException(
                    "a session needs room for an operation: operationsMax " + operationsMax + ", bytesMax " + bytesMax);
        }
    }
}
