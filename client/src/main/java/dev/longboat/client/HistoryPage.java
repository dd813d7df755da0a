package dev.longboat.client;

import java.util.List;

/// What happened to a key, newest first. Immutable.
///
/// @param events the events
/// @param more   whether there are older ones: ask for [HistoryQuery#before] the last
public record HistoryPage(List<KeyEvent> events, boolean more) {
    /// Copies the list.
    public HistoryPage {
        events = List.copyOf(events);
    }
}
