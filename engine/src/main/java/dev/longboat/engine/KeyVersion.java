package dev.longboat.engine;

/// One version of a key: what is known of it besides its value. Immutable.
///
/// @param key the key
/// @param revision the store's revision that wrote it, from 2; see [Store#revision()]
/// @param subIndex its place among the changes of its revision, from 0
/// @param createRevision the revision of the first put since the key last did not exist
/// @param version puts since the key was created, from 1
/// @param ordinal puts since the key was first seen, from 1; goes on after deletes, never starts
///     again
/// @param stamp milliseconds since the epoch when it was proposed, made strictly increasing along a
///     key
/// @param lease the lease that it hangs on, 0 for none
/// @param valueBytes the value's length in bytes
public record KeyVersion(
        Key key,
        long revision,
        int subIndex,
        long createRevision,
        long version,
        long ordinal,
        long stamp,
        long lease,
        long valueBytes) {}
