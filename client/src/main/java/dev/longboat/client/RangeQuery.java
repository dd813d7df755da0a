package dev.longboat.client;

/// What a range read asks for. Immutable.
///
/// ```java
/// var newestTen = RangeQuery.prefix("log/").reversed().limit(10);
/// ```
///
/// @param selector which keys
/// @param view     which versions
/// @param limit    the most pairs; 0: all
/// @param reverse  from the last key down
/// @param keysOnly leave the values out
/// @param valueBytesMax leave out values that are longer, see [KeyValue#valueOmitted]
public record RangeQuery(
        KeySelector selector, View view, long limit, boolean reverse, boolean keysOnly, int valueBytesMax) {
    /// Checks that nothing is negative.
    public RangeQuery {
        if (limit < 0) {
            throw new IllegalArgumentException("a limit is never negative: " + limit);
        }
        if (valueBytesMax < 0) {
            throw new IllegalArgumentException("valueBytesMax is never negative: " + valueBytesMax);
        }
    }

    /// All newest pairs of some keys, in order.
    public static RangeQuery of(KeySelector selector) {
        return new RangeQuery(selector, View.NEWEST, 0, false, false, Integer.MAX_VALUE);
    }

    /// All newest pairs whose keys start with `prefix`, in order.
    public static RangeQuery prefix(String prefix) {
        return of(KeySelector.prefix(prefix));
    }

    /// All newest pairs whose keys lie from `from` up to `to`, without it, in order.
    public static RangeQuery between(String from, String to) {
        return of(KeySelector.between(from, to));
    }

    /// The same, as seen in `view`.
    public RangeQuery in(View view) {
        return new RangeQuery(selector, view, limit, reverse, keysOnly, valueBytesMax);
    }

    /// The same, no more than `limit` pairs.
    public RangeQuery limit(long limit) {
        return new RangeQuery(selector, view, limit, reverse, keysOnly, valueBytesMax);
    }

    /// The same, from the last key down.
    public RangeQuery reversed() {
        return new RangeQuery(selector, view, limit, true, keysOnly, valueBytesMax);
    }

    /// The same without values.
    public RangeQuery withoutValues() {
        return new RangeQuery(selector, view, limit, reverse, true, valueBytesMax);
    }

    /// The same, with values left out that are longer.
    public RangeQuery valueBytesMax(int bytes) {
        return new RangeQuery(selector, view, limit, reverse, keysOnly, bytes);
    }

    /// What is left of this query when `delivered` pairs up to `last` have been given at
    /// `revision`. Called with pairs left to give.
    RangeQuery after(Key last, long delivered, long revision) {
        KeySelector rest = reverse
                ? new KeySelector.Between(KeyBounds.from(selector), last)
                : new KeySelector.Between(KeyBounds.successor(last), KeyBounds.to(selector));
        return new RangeQuery(
                rest, view.atRevision(revision), limit == 0 ? 0 : limit - delivered, reverse, keysOnly, valueBytesMax);
    }
}
