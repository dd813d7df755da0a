package dev.longboat.grpc;

import dev.longboat.engine.Store;

/// What a door works with. The composer makes it once, for all doors. Immutable.
///
/// @param store where everything is
/// @param statistics what the doors count into
/// @param readers where a door waits for the disk
/// @param writes bytes of requests that are under way to the store
/// @param answers bytes of answers that are under way to callers
/// @param draining tells long calls that the server is stopping
/// @param memoryBytes what the store may hold in caches and memtables
/// @param serverVersion such as "0.1.0"
public record DoorResources(
        Store store,
        DoorStatistics statistics,
        ReaderPool readers,
        ByteBudget writes,
        ByteBudget answers,
        Draining draining,
        long memoryBytes,
        String serverVersion) {}
