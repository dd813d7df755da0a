package dev.longboat.client;

import dev.longboat.proto.v1.DeleteRangeRequest;
import dev.longboat.proto.v1.DeleteRequest;
import dev.longboat.proto.v1.GetRequest;
import dev.longboat.proto.v1.KeyRange;
import dev.longboat.proto.v1.RangeRequest;
import dev.longboat.proto.v1.ReadView;
import dev.longboat.proto.v1.SetRequest;
import dev.longboat.proto.v1.WatchRequest;

/// From the caller's types to the wire's. Immutable.
final class WireEncoder {
    private WireEncoder() {}

    static SetRequest set(Operation.Set set) {
        return SetRequest.newBuilder()
                .setKey(set.key().wire())
                .setValue(set.value().wire())
                .setLease(set.lifetime().lease())
                .setTtlMs(set.lifetime().ttlMs())
                .setReturnPrevious(set.returnPrevious())
                .build();
    }

    static GetRequest get(Key key, View view, boolean keysOnly) {
        GetRequest.Builder get = GetRequest.newBuilder().setKey(key.wire()).setKeysOnly(keysOnly);
        if (!view.equals(View.NEWEST)) {
            get.setView(view(view));
        }
        return get.build();
    }

    static DeleteRequest delete(Operation.Delete delete) {
        return DeleteRequest.newBuilder()
                .setKey(delete.key().wire())
                .setReturnPrevious(delete.returnPrevious())
                .build();
    }

    /// Values come whole up to any length: the stream splits them.
    static RangeRequest range(RangeQuery query) {
        return rangeBuilder(query).setInlineBytesMax(query.valueBytesMax()).build();
    }

    static RangeRequest count(RangeQuery query) {
        return rangeBuilder(query).setLimit(0).setCountOnly(true).build();
    }

    private static RangeRequest.Builder rangeBuilder(RangeQuery query) {
        RangeRequest.Builder range = RangeRequest.newBuilder()
                .setLimit(query.limit())
                .setReverse(query.reverse())
                .setKeysOnly(query.keysOnly());
        if (!query.view().equals(View.NEWEST)) {
            range.setView(view(query.view()));
        }
        return switch (query.selector()) {
            case KeySelector.Prefix(Key prefix) -> range.setPrefix(prefix.wire());
            case KeySelector.Between between -> range.setRange(between(between));
        };
    }

    static WatchRequest watch(WatchQuery query, long progressMs) {
        WatchRequest.Builder wire = WatchRequest.newBuilder()
                .setFromRevision(query.fromRevision())
                .setPrevious(query.previous())
                .setNoPuts(!query.puts())
                .setNoDeletes(!query.deletes())
                .setKeysOnly(query.keysOnly())
                .setProgressMs(progressMs);
        return switch (query.keys()) {
            case KeySelector.Prefix(Key prefix) -> wire.setPrefix(prefix.wire()).build();
            case KeySelector.Between between -> wire.setRange(between(between)).build();
        };
    }

    static ReadView view(View view) {
        ReadView.Builder wire = ReadView.newBuilder().setRevision(view.revision());
        return switch (view.bound()) {
            case View.Unbounded _ -> wire.build();
            case View.OrdinalMax(long ordinal) -> wire.setOrdinalMax(ordinal).build();
            case View.StampMax(long stampMs) -> wire.setStampMsMax(stampMs).build();
        };
    }

    static KeyRange between(KeySelector.Between between) {
        return KeyRange.newBuilder()
                .setFrom(between.from().wire())
                .setTo(between.to().wire())
                .build();
    }

    static dev.longboat.proto.v1.Transaction transaction(Transaction transaction) {
        var wire = dev.longboat.proto.v1.Transaction.newBuilder();
        transaction.conditions().forEach(condition -> wire.addConditions(condition(condition)));
        transaction.then().forEach(operation -> wire.addThen(operation(operation)));
        transaction.otherwise().forEach(operation -> wire.addOtherwise(operation(operation)));
        return wire.build();
    }

    private static dev.longboat.proto.v1.Condition condition(Condition condition) {
        var wire = dev.longboat.proto.v1.Condition.newBuilder()
                .setKey(condition.key().wire())
                .setComparison(comparison(condition.is()));
        return switch (condition.operand()) {
            case Condition.Exists(boolean exists) -> wire.setExists(exists).build();
            case Condition.Version(long version) -> wire.setVersion(version).build();
            case Condition.CreateRevision(long revision) ->
                wire.setCreateRevision(revision).build();
            case Condition.Revision(long revision) -> wire.setRevision(revision).build();
            case Condition.Ordinal(long ordinal) -> wire.setOrdinal(ordinal).build();
            case Condition.Lease(long lease) -> wire.setLease(lease).build();
            case Condition.ValueIs(Value value) -> wire.setValue(value.wire()).build();
        };
    }

    private static dev.longboat.proto.v1.Condition.Comparison comparison(Condition.Is is) {
        return switch (is) {
            case EQUAL -> dev.longboat.proto.v1.Condition.Comparison.EQUAL;
            case NOT_EQUAL -> dev.longboat.proto.v1.Condition.Comparison.NOT_EQUAL;
            case LESS -> dev.longboat.proto.v1.Condition.Comparison.LESS;
            case GREATER -> dev.longboat.proto.v1.Condition.Comparison.GREATER;
        };
    }

    private static dev.longboat.proto.v1.Operation operation(Operation operation) {
        var wire = dev.longboat.proto.v1.Operation.newBuilder();
        return switch (operation) {
            case Operation.Set set -> wire.setSet(set(set)).build();
            case Operation.Delete delete -> wire.setDelete(delete(delete)).build();
            case Operation.DeleteRange(KeySelector selector) ->
                wire.setDeleteRange(deleteRange(selector)).build();
            case Operation.Get(Key key) ->
                wire.setGet(get(key, View.NEWEST, false)).build();
            case Operation.Range(RangeQuery query) ->
                wire.setRange(rangeBuilder(query).build()).build();
            case Operation.Nested(Transaction nested) ->
                wire.setTransaction(transaction(nested)).build();
        };
    }

    private static DeleteRangeRequest deleteRange(KeySelector selector) {
        DeleteRangeRequest.Builder wire = DeleteRangeRequest.newBuilder();
        return switch (selector) {
            case KeySelector.Prefix(Key prefix) -> wire.setPrefix(prefix.wire()).build();
            case KeySelector.Between between -> wire.setRange(between(between)).build();
        };
    }
}
