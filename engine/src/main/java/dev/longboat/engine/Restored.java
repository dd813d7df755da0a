package dev.longboat.engine;

import java.util.UUID;

/// What a restore has made. Immutable.
///
/// @param store whose it is: the backup's
/// @param backupRevision at which the backup was taken
/// @param revision at which the restored store stands
/// @param files that were brought back
/// @param bytes of them
public record Restored(UUID store, long backupRevision, long revision, int files, long bytes) {}
