package dev.longboat.grpc;

import dev.longboat.engine.KeyRange;
import dev.longboat.engine.View;
import dev.longboat.proto.v1.ErrorReason;
import dev.longboat.proto.v1.RangeRequest;

/// A `RangeRequest`, checked. Immutable.
///
/// @param byPrefix whether it is a prefix that was asked for: it is counted as such
/// @param limit the most pairs to answer, 0 for all
/// @param inlineBytesMax the longest value that goes along
record RangeQuery(
        KeyRange keys,
        boolean byPrefix,
        View view,
        long limit,
        boolean reverse,
        boolean keysOnly,
        boolean countOnly,
        long inlineBytesMax) {

    static RangeQuery of(RangeRequest request) {
        KeyRange keys = switch (request.getSelectorCase()) {
            case PREFIX -> Keys.prefix(request.getPrefix());
            case RANGE -> Keys.range(request.getRange());
            case SELECTOR_NOT_SET -> throw selectorMissing();
        };
        long inlineBytesMax = Numbers.notNegative("inline_bytes_max", request.getInlineBytesMax());
        return new RangeQuery(
                keys,
                request.hasPrefix(),
                Numbers.view(request.getView()),
                Numbers.notNegative("limit", request.getLimit()),
                request.getReverse(),
                request.getKeysOnly(),
                request.getCountOnly(),
                request.hasInlineBytesMax() ? Math.min(inlineBytesMax, Integer.MAX_VALUE) : Limits.INLINE_BYTES_MAX);
    }

    static RefusedException selectorMissing() {
        return new RefusedException(
                Failure.of(ErrorReason.SELECTOR_MISSING, "the request has neither a prefix nor a range"));
    }
}
