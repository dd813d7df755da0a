package dev.longboat.engine;

import java.io.IOException;
import java.util.UUID;

/// A durable, consistent copy of a store in another directory, which can be opened as a store.
/// Immutable.
///
/// @param store whose it is
/// @param revision of its newest change
/// @param files how many it has
/// @param sharedBytes of files that it shares with the store, by a second name
/// @param copiedBytes of files of its own
public record Checkpoint(UUID store, long revision, int files, long sharedBytes, long copiedBytes) {
    /// Gives a file of the store a second name.
    @FunctionalInterface
    interface Linking {
        /// Gives it, not yet durably.
        ///
        /// @param existing of the store
        /// @param name below the parent of the checkpoint's directory
        void link(String existing, String name) throws IOException;
    }
}
