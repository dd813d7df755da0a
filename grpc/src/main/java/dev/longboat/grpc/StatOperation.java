package dev.longboat.grpc;

import dev.longboat.engine.ScrubStatus;
import dev.longboat.engine.StoreStatistics;
import dev.longboat.proto.v1.SpaceAlarm;
import dev.longboat.proto.v1.StatResponse;
import java.util.UUID;

/// Stat, for calls and for sessions. Safe for concurrent use.
final class StatOperation {
    private final DoorResources resources;

    StatOperation(DoorResources resources) {
        this.resources = resources;
    }

    /// Counting the directory's bytes may wait for the disk, so it is done by a reader.
    void stat(Outcome outcome) {
        Runnable work = () -> {
            try {
                outcome.answer(Reply.of(response()));
            } catch (RuntimeException e) {
                outcome.fail(Failures.ofRead(e));
            }
        };
        if (!resources.readers().tryExecute(work)) {
            outcome.fail(resources.readers().refusal());
        }
    }

    private StatResponse response() {
        DoorStatistics doors = resources.statistics();
        StoreStatistics store = resources.store().statistics();
        ScrubStatus scrub = resources.store().scrub().status();
        UUID id = resources.store().id();
        return StatResponse.newBuilder()
                .setServerVersion(resources.serverVersion())
                .setStoreId(String.format("%016x%016x", id.getMostSignificantBits(), id.getLeastSignificantBits()))
                .setStartTimeMs(doors.startMillis())
                .setUptimeMs(doors.uptimeMillis())
                .setSets(doors.sets().sum())
                .setGets(doors.gets().sum())
                .setPrefixes(doors.prefixes().sum())
                .setRanges(doors.ranges().sum())
                .setDeletes(doors.deletes().sum())
                .setTransactions(doors.transactions().sum())
                .setErrors(doors.errors().sum())
                .setKeys(store.keys())
                .setRevision(store.revision())
                .setOldestRevision(store.oldestRevision())
                .setDiskBytes(store.journalBytes() + store.tableBytes())
                .setJournalSyncs(store.syncs())
                .setCacheBytes(store.cacheBytes() + store.memtableBytes())
                .setCacheBytesMax(resources.memoryBytes())
                .setCacheHits(store.valueHits() + store.blockHits())
                .setCacheMisses(store.valueMisses() + store.blockMisses())
                .setScrubPasses(scrub.passes())
                .setScrubBytes(scrub.bytes())
                .setScrubFindings(scrub.findings().size())
                .setSpaceAlarm(alarm(store.space().alarm()))
                .setQuotaBytes(store.space().quotaBytes())
                .setBallastBytes(store.space().ballastBytes())
                .setFreeBytes(store.space().freeBytes())
                .setLeases(store.leases())
                .setWatches(doors.watches().sum())
                .setWatchEvents(doors.watchEvents().sum())
                .build();
    }

    private static SpaceAlarm alarm(dev.longboat.engine.SpaceAlarm alarm) {
        return switch (alarm) {
            case NONE -> SpaceAlarm.SPACE_ALARM_NONE;
            case DISK_FULL -> SpaceAlarm.SPACE_ALARM_DISK_FULL;
            case OVER_QUOTA -> SpaceAlarm.SPACE_ALARM_OVER_QUOTA;
        };
    }
}
