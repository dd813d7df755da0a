package dev.longboat.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Makes the names in a directory durable.
///
/// On a thread of its own that nobody can interrupt: an interrupt would close the channel and hide
/// whether the sync had failed, and a directory has no other handle to ask (see [SteadyChannel]).
/// Directory syncs are rare. Immutable.
final class DirectorySync {
    private DirectorySync() {}

    static void of(Path directory) throws IOException {
        FutureTask<Void> sync = new FutureTask<>(() -> {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                force(channel, directory);
            }
            return null;
        });
        Thread.ofPlatform().daemon().name("directory-sync").start(sync);
        await(sync, directory);
    }

    private static void force(FileChannel channel, Path directory) throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw LinuxErrors.ofSync(directory.toString(), e);
        }
    }

    private static void await(FutureTask<Void> sync, Path directory) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    sync.get();
                    return;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(directory + ": directory sync", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
