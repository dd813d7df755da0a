package dev.longboat.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a file system keeps for root, a twentieth of it with ext4. Nobody else can write there, and
/// what the system calls available is without it. A process of root writes until that is gone too:
/// if it went by what is available, a full disk would look full to it until a twentieth is free.
/// Immutable.
///
/// @param isOurs whether this process may write there
record RootReserve(boolean isOurs) {
    private static final Path PROCESS = Path.of("/proc/self");
    private static final int ROOT = 0;

    /// ext4 keeps a fiftieth from everybody, root too, and 4,096 blocks at most, and refuses a
    /// little before: a quarter more is counted.
    private static final int KEPT_SHARE = 40;

    private static final int KEPT_BLOCKS_MAX = 5120;

    /// That of this process. Where it cannot be known, it is not ours.
    static RootReserve ofThisProcess() {
        try {
            int user = (int) Files.getAttribute(PROCESS, "unix:uid");
            Path map = PROCESS.resolve("uid_map");
            return new RootReserve(isRoot(user, Files.exists(map) ? Files.readAllLines(map) : List.of("0 0 1")));
        } catch (IOException | RuntimeException _) {
            return new RootReserve(false);
        }
    }

    /// Whether a user is root to the file system, and not only in a container of its own.
    ///
    /// @param userMap lines of a first user in here, the same user outside, and how many follow
    static boolean isRoot(int user, List<String> userMap) {
        return user == ROOT
                && userMap.stream()
                        .map(line -> line.strip().split(" +"))
                        .anyMatch(words -> words[0].equals("0") && words[1].equals("0"));
    }

    /// Bytes that this process may still write.
    long usableBytes(FileStore store) throws IOException {
        long available = store.getUsableSpace();
        return isOurs
                ? withReserve(available, store.getUnallocatedSpace(), store.getTotalSpace(), store.getBlockSize())
                : available;
    }

    /// The same for root, from what the system tells: of an empty file system a little more than is
    /// available, of a full one nothing.
    static long withReserve(long availableBytes, long freeBytes, long totalBytes, long blockBytes) {
        long kept = Math.min(totalBytes / KEPT_SHARE, KEPT_BLOCKS_MAX * blockBytes);
        return Math.max(availableBytes, freeBytes - kept);
    }
}
