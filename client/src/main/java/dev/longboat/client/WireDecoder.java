package dev.longboat.client;

import dev.longboat.proto.v1.DeleteResponse;
import dev.longboat.proto.v1.GetResponse;
import dev.longboat.proto.v1.RangeResult;
import dev.longboat.proto.v1.ScrubResponse;
import dev.longboat.proto.v1.SetResponse;
import dev.longboat.proto.v1.StatResponse;
import dev.longboat.proto.v1.TransactResponse;
import io.grpc.Status.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// From the wire's types to the caller's. Immutable.
final class WireDecoder {
    private WireDecoder() {}

    static KeyVersion version(dev.longboat.proto.v1.KeyVersion wire) {
        return new KeyVersion(
                Key.of(wire.getKey()),
                wire.getRevision(),
                wire.getSubRevision(),
                wire.getCreateRevision(),
                wire.getVersion(),
                wire.getOrdinal(),
                wire.getStampMs(),
                wire.getLease(),
                wire.getValueBytes());
    }

    static KeyValue pair(dev.longboat.proto.v1.KeyValue wire) {
        return new KeyValue(version(wire.getVersion()), Value.of(wire.getValue()), wire.getValueOmitted());
    }

    static OperationResult.Set set(SetResponse wire) {
        return new OperationResult.Set(
                version(wire.getWritten()),
                wire.hasPrevious() ? Optional.of(pair(wire.getPrevious())) : Optional.empty());
    }

    static Optional<KeyValue> get(GetResponse wire) {
        return wire.hasVersion()
                ? Optional.of(
                        new KeyValue(version(wire.getVersion()), Value.of(wire.getValue()), wire.getValueOmitted()))
                : Optional.empty();
    }

    static OperationResult.Delete delete(DeleteResponse wire) {
        return new OperationResult.Delete(
                wire.getDeleted(),
                wire.getRevision(),
                wire.hasPrevious() ? Optional.of(pair(wire.getPrevious())) : Optional.empty());
    }

    static TransactionResult transaction(TransactResponse wire) {
        return new TransactionResult(
                wire.getSucceeded(),
                wire.getRevision(),
                wire.getResultsList().stream().map(WireDecoder::result).toList());
    }

    private static OperationResult result(dev.longboat.proto.v1.OperationResult wire) {
        return switch (wire.getKindCase()) {
            case SET -> set(wire.getSet());
            case DELETE -> delete(wire.getDelete());
            case DELETE_RANGE ->
                new OperationResult.DeleteRange(wire.getDeleteRange().getDeleted());
            case GET -> new OperationResult.Get(get(wire.getGet()));
            case RANGE -> range(wire.getRange());
            case TRANSACTION -> new OperationResult.Nested(transaction(wire.getTransaction()));
            case KIND_NOT_SET -> throw notUnderstood("a transaction's result");
        };
    }

    private static OperationResult.Range range(RangeResult wire) {
        return new OperationResult.Range(
                wire.getPairsList().stream().map(WireDecoder::pair).toList(), wire.getMore());
    }

    static ServerStat stat(StatResponse wire) {
        return new ServerStat(
                wire.getServerVersion(),
                wire.getStoreId(),
                Instant.ofEpochMilli(wire.getStartTimeMs()),
                Duration.ofMillis(wire.getUptimeMs()),
                new ServerStat.Totals(
                        wire.getSets(),
                        wire.getGets(),
                        wire.getPrefixes(),
                        wire.getRanges(),
                        wire.getDeletes(),
                        wire.getTransactions(),
                        wire.getErrors()),
                wire.getKeys(),
                wire.getRevision(),
                wire.getOldestRevision(),
                wire.getDiskBytes(),
                wire.getJournalSyncs(),
                new ServerStat.Cache(
                        wire.getCacheBytes(), wire.getCacheBytesMax(), wire.getCacheHits(), wire.getCacheMisses()),
                new ServerStat.Scrub(wire.getScrubPasses(), wire.getScrubBytes(), wire.getScrubFindings()),
                new ServerStat.Space(alarm(wire), wire.getQuotaBytes(), wire.getBallastBytes(), wire.getFreeBytes()),
                wire.getLeases(),
                new ServerStat.Watches(wire.getWatches(), wire.getWatchEvents()));
    }

    static ScrubReport scrub(ScrubResponse wire) {
        ScrubReport.State state = switch (wire.getState()) {
            case IDLE -> ScrubReport.State.IDLE;
            case RUNNING -> ScrubReport.State.RUNNING;
            case PAUSED -> ScrubReport.State.PAUSED;
            case UNRECOGNIZED -> throw notUnderstood("a state of the scrub");
        };
        return new ScrubReport(
                state,
                wire.getPasses(),
                wire.getFile(),
                wire.getPassBytes(),
                wire.getPassBytesTotal(),
                wire.getLastPassMs() == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(wire.getLastPassMs())),
                wire.getBytesPerSecond(),
                wire.getFindingsList().stream()
                        .map(finding -> new ScrubReport.Finding(
                                finding.getFile(),
                                finding.getOffset(),
                                finding.getProblem(),
                                finding.getKeys(),
                                Instant.ofEpochMilli(finding.getFoundMs())))
                        .toList());
    }

    private static String alarm(StatResponse wire) {
        return switch (wire.getSpaceAlarm()) {
            case SPACE_ALARM_NONE -> "none";
            case SPACE_ALARM_DISK_FULL -> "disk_full";
            case SPACE_ALARM_OVER_QUOTA -> "over_quota";
            case UNRECOGNIZED -> "alarm_" + wire.getSpaceAlarmValue();
        };
    }

    /// The server said something that this client is too old for, or that no server says. By then
    /// the server has done what it was asked.
    static LongboatException notUnderstood(String what) {
        return Failures.local(Code.INTERNAL, "the server sent " + what + " that is not understood", Effect.READ, true);
    }
}
