package dev.longboat.grpc;

import dev.longboat.engine.View;
import dev.longboat.proto.v1.ErrorReason;
import dev.longboat.proto.v1.ReadView;

/// Numbers as they come from callers: checked, so that what is behind can rely on them. Immutable.
final class Numbers {
    private Numbers() {}

    static long notNegative(String field, long value) {
        if (value < 0) {
            throw new RefusedException(Failure.of(
                    ErrorReason.NUMBER_OUT_OF_RANGE,
                    field + " is " + value + ", it must not be negative",
                    "field",
                    field,
                    "value",
                    value));
        }
        return value;
    }

    static View view(ReadView view) {
        View at = View.at(notNegative("view.revision", view.getRevision()));
        return switch (view.getBoundCase()) {
            case ORDINAL_MAX ->
                at.within(new View.Bound.OrdinalAtMost(notNegative("view.ordinal_max", view.getOrdinalMax())));
            case STAMP_MS_MAX ->
                at.within(new View.Bound.StampAtMost(notNegative("view.stamp_ms_max", view.getStampMsMax())));
            case BOUND_NOT_SET -> at;
        };
    }
}
