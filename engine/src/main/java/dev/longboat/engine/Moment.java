package dev.longboat.engine;

/// When a change of a key happened, by the store's clock and by the key's own, and what came
/// before. Immutable.
///
/// @param revision the store's revision; 0 only in [#NEVER]
/// @param subIndex its place among the changes of its revision
/// @param ordinal the key's count of puts so far, this one included
/// @param stamp milliseconds, strictly increasing along the key
/// @param previousRevision the revision of the change of this key before this one, 0 for none
/// @param removalRevision the revision of the key's newest [Change.Removal] up to and with this
///     one, 0 for none: while
///     it is 0, the first row that a read meets decides, and none of the newer ones need be looked
/// at
record Moment(long revision, int subIndex, long ordinal, long stamp, long previousRevision, long removalRevision) {
    /// Before a key was first seen.
    static final Moment NEVER = new Moment(0, 0, 0, 0, 0, 0);

    /// The same moment, when no removal is left along the key.
    Moment settled() {
        return removalRevision == 0 ? this : new Moment(revision, subIndex, ordinal, stamp, previousRevision, 0);
    }
}
