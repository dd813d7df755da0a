package dev.longboat.disk;

import java.io.IOException;

/// A file or directory is not ours to open: of a newer or dropped format version, of another store,
/// or no store at all. Nothing was changed.
public final class ForeignFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param message names the file, what was found, what this build reads, and what to do
    public ForeignFormatException(String message) {
        super(message);
    }
}
