package dev.longboat.table;

import java.io.IOException;

/// A look-up that may only use memory would have to read the disk. An answer rather than a failure:
/// made often, so it has no stack trace. Immutable.
public final class NotCachedException extends IOException {
    private static final long serialVersionUID = 1L;

    NotCachedException() {
        super("the section is not cached");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
