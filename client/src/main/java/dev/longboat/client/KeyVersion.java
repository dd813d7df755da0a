package dev.longboat.client;

/// What is known of one version of a key, apart from its value. Immutable.
///
/// @param key            the key
/// @param revision       the store's revision at which this version was written
/// @param subRevision    its place among the changes of that revision, from 0
/// @param createRevision the revision at which the key was created
/// @param version        puts since the key was created; 1 again after a delete
/// @param ordinal        puts since the key was first seen; never starts again
/// @param stampMs        milliseconds since 1970, strictly increasing along a key
/// @param lease          the lease it is attached to; 0: none
/// @param valueBytes     the length of the value
public record KeyVersion(
        Key key,
        long revision,
        int subRevision,
        long createRevision,
        long version,
        long ordinal,
        long stampMs,
        long lease,
        long valueBytes) {}
