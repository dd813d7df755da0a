package dev.longboat.journal;

/// What a journal has done since it was opened. Immutable.
///
/// @param syncs durable writes of batches, and the syncs that segments began with
/// @param batches batches written, marks among them
/// @param frames frames written, marks among them
/// @param payloadBytes payload bytes written
/// @param paddingBytes bytes written for heads' alignment and to fill blocks; dead at birth
/// @param zeroedBytes bytes written as zeros ahead of the frames
/// @param segments segments begun
/// @param diskFulls batches given up because the disk was full
public record JournalStatistics(
        long syncs,
        long batches,
        long frames,
        long payloadBytes,
        long paddingBytes,
        long zeroedBytes,
        long segments,
        long diskFulls) {}
