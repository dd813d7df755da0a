package dev.longboat.journal;

import java.util.Optional;

/// What a frame carries. The numbers stand on disk and never change. Immutable.
public enum FrameType {
    /// Nothing but its head's durable mark.
    MARK(1),

    /// A change, in the order of its group.
    ENTRY(2),

    /// A piece of a large value, which a later entry makes visible.
    EXTENT(3);

    private final int number;

    FrameType(int number) {
        this.number = number;
    }

    /// The number on disk.
    int number() {
        return number;
    }

    /// The type with the number; empty when this build knows none.
    static Optional<FrameType> of(int number) {
        return switch (number) {
            case 1 -> Optional.of(MARK);
            case 2 -> Optional.of(ENTRY);
            case 3 -> Optional.of(EXTENT);
            default -> Optional.empty();
        };
    }
}
