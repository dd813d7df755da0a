package dev.longboat.engine;

/// Mistakes inside the house, and the proof that must notice each. Immutable.
enum Mutant {
    ENTRY_IS_APPLIED_BEFORE_ITS_SYNC(
            StoreProof.CRASHES, Mutation.dropped("engine.SoloReplicator", "commit", "Journal.sync")),
    TAIL_IS_NOT_COPIED(StoreProof.CRASHES, Mutation.dropped("journal.NextSegment", "createWith", "TailCopy.copy")),
    RECOVERED_SEGMENT_IS_NOT_CHAINED(
            StoreProof.CRASHES, Mutation.dropped("journal.Journal", "open", "SegmentChain.extend")),
    ROLLED_SEGMENT_IS_NOT_CHAINED(
            StoreProof.CRASHES, Mutation.dropped("journal.Journal", "roll", "SegmentChain.extend")),
    APPLIED_POSITION_IS_AHEAD_OF_THE_TABLE(
            StoreProof.CRASHES, Mutation.replaced("engine.MemtableLimit", "sealMemtable", "AppliedState.seal")),
    TABLE_IS_VISIBLE_WITHOUT_AN_EDIT(StoreProof.CRASHES, Mutation.dropped("engine.Flush", "flush", "Manifest.append")),
    ENTRY_IS_REPLAYED_TWICE(
            StoreProof.CRASHES, Mutation.replaced("engine.StoreOpening", "frame", "AppliedState.apply")),
    DAMAGE_BELOW_THE_MARK_IS_CUT_OFF(
            StoreProof.DAMAGE, Mutation.notLookedAt("journal.Recovery", "survey", "Position.compareTo")),
    VALUE_CHECKSUM_IS_NOT_COMPARED(
            StoreProof.DAMAGE, Mutation.notLookedAt("journal.SegmentReaders", "verify", "Pointer.crc32c")),
    BLOCK_CHECKSUM_IS_NOT_COMPARED(StoreProof.DAMAGE, Mutation.notLookedAt("table.TableFile", "verify", "Span.crc32c")),
    LOST_EDIT_IS_NOT_NOTICED(
            StoreProof.DAMAGE, Mutation.dropped("journal.Orphans", "find", "Orphans.checkNeverChained")),
    LINKED_SEGMENT_IS_CUT(StoreProof.LINKS, Mutation.replaced("journal.Tail", "cut", "Disk.linkCount")),
    FAILURE_IS_FORGOTTEN(StoreProof.FAULTS, Mutation.dropped("engine.SoloReplicator", "failed", "StoreHealth.fail")),
    ORDINAL_BEGINS_ANEW(StoreProof.MODEL, Mutation.replaced("engine.Evaluation", "put", "Moment.ordinal")),
    REMOVALS_ARE_NOT_SEEN(
            StoreProof.MODEL, Mutation.replaced("engine.VersionReader", "decide", "VersionReader.isRemoved")),
    STAMP_FOLLOWS_THE_CLOCK_BACK(StoreProof.MODEL, Mutation.replaced("engine.Evaluation", "moment", "Math.max")),
    COMMIT_TIME_FOLLOWS_THE_CLOCK_BACK(
            StoreProof.MODEL, Mutation.replaced("engine.SoloReplicator", "commit", "Math.max")),

    // Merges
    MERGE_LEAVES_OUT_WHAT_THE_HORIZON_STILL_SEES(
            StoreProof.MODEL, Mutation.replaced("engine.HistoryFilter", "row", "Reach.endsAt")),
    MERGE_DOES_NOT_KNOW_WHAT_IS_ERASED_ABOVE_IT(
            StoreProof.MERGES, Mutation.dropped("engine.HistoryFilter", "row", "HistoryFilter.mayBeErased")),
    MERGED_TABLES_COME_LAST(
            StoreProof.MERGES, Mutation.replaced("engine.AppliedState", "merged", "TableOrder.replace")),
    MERGED_TABLES_ARE_LISTED_LAST(
            StoreProof.MERGES, Mutation.replaced("engine.ManifestState", "afterMerged", "TableOrder.replace")),
    EVERY_MERGE_IS_AT_THE_BOTTOM(
            StoreProof.MERGES, Mutation.replaced("engine.CompactionJob", "run", "Compaction.bottom")),
    ROWS_WHOSE_VALUES_MOVE_ARE_LOST(
            StoreProof.MODEL, Mutation.dropped("engine.CompactionJob", "run", "Relocation.finish")),

    // The space of values
    SEGMENTS_OF_LIVING_VALUES_LEAVE(
            StoreProof.MODEL, Mutation.replaced("engine.SegmentCollector", "retire", "Map.containsKey")),
    SEGMENTS_GO_WITHOUT_AN_EDIT(
            StoreProof.MODEL, Mutation.dropped("engine.SegmentCollector", "retire", "Manifest.append")),
    SEGMENTS_GO_BEFORE_THEIR_READERS(
            StoreProof.PINS, Mutation.replaced("engine.SegmentPins", "takeUnread", "Map.containsKey")),
    TABLES_PIN_NOTHING(StoreProof.PINS, Mutation.dropped("engine.LiveTable", "<init>", "SegmentPins.refer")),
    UPLOADS_PIN_NOTHING(StoreProof.PINS, Mutation.replaced("engine.OpenStore", "pinUpload", "SegmentPins.pinFrom")),
    IMAGES_PIN_NOTHING(StoreProof.PINS, Mutation.replaced("engine.StoreImage", "of", "SegmentPins.pin")),

    // The horizon, and what is kept
    TRIM_IS_ANSWERED_AND_NOT_WRITTEN(
            StoreProof.MODEL, Mutation.replaced("engine.SoloReplicator", "commit", "InFlight.horizon")),
    HORIZON_GOES_WITH_THE_JOURNAL(
            StoreProof.CRASHES, Mutation.replaced("engine.AppliedState", "applied", "Reach.horizon")),
    HORIZON_GOES_BACK(StoreProof.MODEL, Mutation.replaced("engine.AppliedState", "apply", "Reach.trimmedTo")),
    TRIMMED_REVISIONS_ARE_READ(
            StoreProof.MODEL, Mutation.replaced("engine.OpenStore", "checkReadable", "Reach.horizon")),
    ONLY_THE_NEWEST_VERSION_IS_READ(
            StoreProof.RETENTION, Mutation.replaced("engine.VersionReader$Walk", "next", "Reach.isBeyond")),
    ONLY_THE_NEWEST_VERSION_IS_KEPT(
            StoreProof.MODEL, Mutation.replaced("engine.HistoryFilter", "isSeen", "Reach.isBeyond")),
    AGE_IS_HALVED(StoreProof.TIME, Mutation.replaced("engine.Ageing", "step", "Duration.toMillis")),

    // Leases
    LEASE_ENDS_AND_ITS_KEYS_STAY(
            StoreProof.LEASES, Mutation.dropped("engine.Evaluation", "revoke", "Evaluation.delete")),
    LEASED_KEYS_ARE_NOT_NOTED(
            StoreProof.LEASES, Mutation.dropped("engine.Evaluation", "put", "LeaseEvaluation.attach")),
    LEASED_KEYS_ARE_MERGED_AWAY(
            StoreProof.LEASES, Mutation.dropped("engine.OwnRows", "stays", "OwnRows$Holding.holds")),
    ERASE_LETS_GO_OF_THE_LEASE(
            StoreProof.LEASES, Mutation.dropped("engine.LeaseEvaluation", "attachAgain", "LeaseEvaluation.attach")),
    LEASES_GO_WITH_THE_JOURNAL(StoreProof.LEASES, Mutation.dropped("engine.Leases", "of", "Leases.apply")),
    WHAT_IS_DUE_IS_RENEWED(StoreProof.LEASES, Mutation.dropped("engine.Lessor", "renew", "Clock.monotonicNanos")),
    TIME_TO_LIVE_BEGINS_TOO_EARLY(
            StoreProof.LEASES, Mutation.dropped("engine.Lessor", "granted", "Clock.monotonicNanos")),
    REVOCATION_IS_TRIED_ONCE(StoreProof.LEASES, Mutation.dropped("engine.Lessor", "settle", "Lessor.look")),

    // Times
    SECONDS_ARE_MERGED_AWAY(StoreProof.TIME, Mutation.notLookedAt("engine.CompactionJob", "run", "Reach.horizon")),
    SECONDS_BEGIN_AN_ENTRY_LATE(
            StoreProof.TIME, Mutation.replaced("engine.TimeIndex", "add", "EntryCodec$Head.baseRevision")),

    // Watches
    EVENT_IS_TOLD_BEFORE_ITS_SYNC(
            StoreProof.WATCHES, Mutation.dropped("engine.SoloReplicator", "commit", "Journal.sync")),
    REMOVAL_IS_MERGED_AWAY_UNTOLD(
            StoreProof.WATCHES, Mutation.replaced("engine.HistoryFilter", "row", "HistoryFilter.isTold")),
    REMOVED_PAST_IS_TOLD(
            StoreProof.WATCHES, Mutation.replaced("engine.WatchReader", "isHidden", "VersionReader.isRemoved")),
    SLEEPING_WATCH_IS_NOT_WOKEN(
            StoreProof.WATCHES, Mutation.dropped("engine.AppliedState", "apply", "ChangeFeed.wake")),
    BUSY_WATCH_IS_TAKEN_FOR_QUIET(
            StoreProof.WATCHES, Mutation.replaced("engine.Watch", "tell", "ChangeFeed.skipQuiet")),
    PASS_SKIPS_A_REVISION(StoreProof.WATCHES, Mutation.replaced("engine.Watch", "past", "CatchUp.through")),
    HORIZON_PASSES_UNSAID(StoreProof.WATCHES, Mutation.replaced("engine.Watch", "tell", "Reach.horizon")),

    // Compressed values
    MOVED_PIECES_ARE_TAKEN_FOR_PLAIN(
            StoreProof.COMPRESSION, Mutation.replaced("engine.Relocation", "moved", "Stored$Scattered.compressed")),
    DECOMPRESSED_LENGTH_IS_NOT_VERIFIED(
            StoreProof.COMPRESSION,
            Mutation.notLookedAt("engine.Compressions", "decompress", "ValueCompression.decompress")),
    OLDER_BUILDS_ARE_LET_IN(
            StoreProof.COMPRESSION, Mutation.dropped("engine.StoreOpening", "compressions", "Manifest.require")),
    FEATURES_ARE_FORGOTTEN(
            StoreProof.COMPRESSION, Mutation.replaced("engine.Manifest", "begin", "ManifestState.features")),
    TABLES_REFER_TO_NO_COMPRESSED_VALUE(
            StoreProof.COMPRESSION, Mutation.replaced("engine.TableOutput", "refer", "Stored$Compressed.bytes")),

    // Copies
    RESTORED_REVISION_DOES_NOT_MOVE_ON(
            StoreProof.BACKUPS, Mutation.replaced("engine.StoreRestore", "moveOn", "ManifestState.movedOn")),
    RESTORED_BYTES_ARE_NOT_SUMMED(
            StoreProof.BACKUPS, Mutation.notLookedAt("engine.StoreRestore", "copy", "HeldFile.crc32c")),
    RESTORED_BYTES_ARE_NOT_SYNCED(
            StoreProof.RESTORES, Mutation.dropped("engine.StoreRestore", "copy", "DiskFile.sync")),
    CHECKPOINT_IS_NAMED_BEFORE_IT_IS_SYNCED(
            StoreProof.CHECKPOINTS, Mutation.dropped("engine.StagedDirectory", "finish", "Disk.syncDirectory")),
    CHECKPOINT_LINKS_A_SEGMENT_THAT_GROWS(
            StoreProof.CHECKPOINTS, Mutation.replaced("engine.CheckpointWriter", "write", "ImageFile.isShared"));

    private final StoreProof proof;
    private final Mutation mutation;

    Mutant(StoreProof proof, Mutation mutation) {
        this.proof = proof;
        this.mutation = mutation;
    }

    /// What must fail.
    StoreProof proof() {
        return proof;
    }

    /// Gives the proof in a house with this mistake in it.
    void prove() throws ReflectiveOperationException {
        new MutantLoader(mutation).task(proof).run();
    }
}
