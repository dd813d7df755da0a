package dev.longboat.client;

import java.util.List;

/// What a watch is told at once: all events of one or more whole revisions, or none. Immutable.
///
/// @param events   in the order of revisions, and within one in that of its operations
/// @param revision everything up to and with this one has been told
public record WatchBatch(List<WatchEvent> events, long revision) {
    /// Copies the events.
    public WatchBatch {
        events = List.copyOf(events);
    }
}
