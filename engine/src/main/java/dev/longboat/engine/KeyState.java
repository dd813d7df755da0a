package dev.longboat.engine;

import java.util.Optional;

/// Where a key stands when a transaction looks at it. Immutable.
///
/// @param live its newest version, if it exists
/// @param last the moment of its newest change of any kind; [Moment#NEVER] when there was none
record KeyState(Optional<KeyValue> live, Moment last) {
    static final KeyState NEVER_SEEN = new KeyState(Optional.empty(), Moment.NEVER);

    int count() {
        return live.isPresent() ? 1 : 0;
    }
}
