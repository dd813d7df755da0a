package dev.longboat.engine;

import dev.longboat.disk.Disk;
import java.io.IOException;

/// Makes directories whose names are durable. Immutable; holds no state.
final class DurableDirectory {
    private DurableDirectory() {}

    /// Makes a directory below the root and its name durable. One that is empty is made anew: the
    /// sync of its name may have failed in an earlier run, and a second sync of the same change
    /// proves nothing. One with files in it was durable before they were.
    static void create(Disk disk, String name) throws IOException {
        if (disk.exists(name)) {
            if (!disk.list(name).isEmpty()) {
                return;
            }
            disk.delete(name);
        }
        disk.createDirectory(name);
        disk.syncDirectory("");
    }
}
