package dev.longboat.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/// How a file is opened, the first time and again after an interrupt.
///
/// @param writable for writing too, else for reading alone
/// @param durable each write returns when it is on the medium
/// @param direct past the operating system's cache: aligned positions, lengths and buffers only
record Opening(boolean writable, boolean durable, boolean direct) {
    /// The same, through the operating system's cache.
    Opening indirect() {
        return new Opening(writable, durable, false);
    }

    FileChannel open(Path path) throws IOException {
        Set<OpenOption> options = new HashSet<>();
        options.add(StandardOpenOption.READ);
        if (writable) {
            options.add(StandardOpenOption.WRITE);
        }
        if (direct) {
            options.add(DirectAccess.option().orElseThrow());
            if (durable) {
                options.add(StandardOpenOption.DSYNC);
            }
        }
        return FileChannel.open(path, options);
    }
}
