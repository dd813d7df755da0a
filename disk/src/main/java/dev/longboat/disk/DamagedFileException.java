package dev.longboat.disk;

import java.io.IOException;

/// Bytes that must be whole are not: a checksum, a length or a structure does not hold. Nothing was
/// changed.
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    /// @param file the file's name, relative to the disk's root
    /// @param offset where the damaged structure begins, in bytes
    /// @param problem what was expected and what was found
    public DamagedFileException(String file, long offset, String problem) {
        super(file + " at byte " + offset + ": " + problem);
        this.file = file;
        this.offset = offset;
    }

    public String file() {
        return file;
    }

    public long offset() {
        return offset;
    }
}
