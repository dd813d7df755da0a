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
            StoreProof.CRASHES, Mutation.replaced("engine.MemtableLimit", "enforce", "AppliedState.seal")),
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
    FAILURE_IS_FORGOTTEN(StoreProof.FAULTS, Mutation.dropped("engine.SoloReplicator", "step", "StoreHealth.fail")),
    ORDINAL_BEGINS_ANEW(StoreProof.MODEL, Mutation.replaced("engine.Evaluation", "put", "Moment.ordinal")),
    REMOVALS_ARE_NOT_SEEN(
            StoreProof.MODEL, Mutation.replaced("engine.VersionReader", "decide", "VersionReader.isRemoved")),
    STAMP_FOLLOWS_THE_CLOCK_BACK(StoreProof.MODEL, Mutation.replaced("engine.Evaluation", "moment", "Math.max")),
    COMMIT_TIME_FOLLOWS_THE_CLOCK_BACK(
            StoreProof.MODEL, Mutation.replaced("engine.SoloReplicator", "commit", "Math.max"));

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
