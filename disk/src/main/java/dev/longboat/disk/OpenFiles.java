package dev.longboat.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The open files of one disk by the names they have now.
///
/// An interrupt closes a channel, and it can be opened again only by name. So names change here, in
/// step with the files that are open: a renamed file learns its new name, one that loses its name
/// takes hold of its bytes first. The monitor is held over those few system calls, which are rare
/// and short; none of them waits for the medium, or for the blocks of a deleted file to be freed.
/// Guarded by itself.
final class OpenFiles {
    @GuardedBy("this")
    private final Map<Path, Set<SteadyChannel>> byPath = new HashMap<>();

    /// A change of names on the disk.
    interface Change {
        void run() throws IOException;
    }

    synchronized void add(Path path, SteadyChannel file) {
        byPath.computeIfAbsent(path, _ -> new HashSet<>()).add(file);
    }

    synchronized void remove(Path path, SteadyChannel file) {
        Set<SteadyChannel> files = byPath.get(path);
        if (files != null && files.remove(file) && files.isEmpty()) {
            byPath.remove(path);
        }
    }

    synchronized void rename(Path from, Path to, Change change) throws IOException {
        holdBytesOf(to);
        change.run();
        if (from.equals(to)) {
            return;
        }
        byPath.getOrDefault(to, Set.of()).forEach(SteadyChannel::lostName);
        byPath.remove(to);
        Set<SteadyChannel> moved = byPath.remove(from);
        if (moved != null) {
            moved.forEach(file -> file.renamed(to));
            byPath.put(to, moved);
        }
    }

    synchronized void delete(Path path, Change change) throws IOException {
        holdBytesOf(path);
        change.run();
        byPath.getOrDefault(path, Set.of()).forEach(SteadyChannel::lostName);
        byPath.remove(path);
    }

    @GuardedBy("this")
    private void holdBytesOf(Path path) throws IOException {
        for (SteadyChannel file : byPath.getOrDefault(path, Set.of())) {
            file.holdBytes();
        }
    }

    synchronized int count() {
        return byPath.values().stream().mapToInt(Set::size).sum();
    }
}
