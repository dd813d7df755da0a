package dev.longboat.table;

/// Where a seek is going: the first row of `key` whose clocks are all within bounds, or else the
/// first row behind it. Since the clocks agree along a key (T2), the rows before the target and the
/// rest never mix. Immutable; the key is lent.
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Target(byte[] key, long revision, long ordinal, long stamp) {
    static Target at(byte[] key, long revision) {
        return new Target(key, revision, Long.MAX_VALUE, Long.MAX_VALUE);
    }
}
