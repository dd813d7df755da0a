package dev.longboat.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// D4, with real processes: one owner at a time, whatever a second one in this process or another
/// tries, and at once free when the owner dies.
final class ProcessLocksTest {
    @TempDir
    Path temporary;

    private Path root = Path.of("");

    @BeforeEach
    void findRoot() throws IOException {
        root = temporary.toRealPath();
    }

    @Test
    void directory_heldByAnotherProcess_isRefusedUntilThatDies() throws Exception {
        try (LockProbe other = LockProbe.start(root)) {
            String store = other.answer();
            assertThat(store).startsWith("opened ");
            assertThatThrownBy(() -> DataDirectory.open(root))
                    .isInstanceOf(LockedException.class)
                    .hasMessage(root.resolve("LOCK") + " is held by process " + other.pid()
                            + ": stop it, or use another directory");
            other.kill();
            try (DataDirectory ours = DataDirectory.open(root)) {
                assertThat(store).isEqualTo("opened " + ours.identity().store());
            }
        }
    }

    @Test
    void directory_heldHere_isRefusedToAnotherProcess_evenAfterASecondTryHere() throws Exception {
        try (DataDirectory _ = DataDirectory.open(root)) {
            assertThatThrownBy(() -> DataDirectory.open(root)).isInstanceOf(LockedException.class);
            Path alias = Files.createSymbolicLink(temporary.resolve("alias"), root);
            assertThatThrownBy(() -> DataDirectory.open(alias)).isInstanceOf(LockedException.class);
            try (LockProbe other = LockProbe.start(root)) {
                assertThat(other.answer())
                        .isEqualTo("LockedException %s is held by process %d: stop it, or use another directory"
                                .formatted(
                                        root.resolve("LOCK"),
                                        ProcessHandle.current().pid()));
            }
        }
        try (LockProbe other = LockProbe.start(root)) {
            assertThat(other.answer()).startsWith("opened ");
        }
    }

    /// Someone else in this process, who does not go through the disk, loses nothing by our try.
    @Test
    void file_lockedByOtherMeansHere_staysLocked() throws Exception {
        DataDirectory.open(root).close();
        try (FileChannel channel = FileChannel.open(root.resolve("LOCK"), StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            assertThatThrownBy(() -> LinuxDisk.at(root).lock("LOCK"))
                    .isInstanceOf(LockedException.class)
                    .hasMessageContaining("this very process");
            try (LockProbe other = LockProbe.start(root)) {
                assertThat(other.answer()).startsWith("LockedException");
            }
        }
    }

    @Test
    void lock_triedByManyThreadsAtOnce_hasOneOwner() throws Exception {
        LinuxDisk disk = LinuxDisk.at(root);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 50; round++) {
                Callable<Optional<Closeable>> attempt = () -> {
                    try {
                        return Optional.of(disk.lock("LOCK"));
                    } catch (LockedException _) {
                        return Optional.empty();
                    }
                };
                List<Future<Optional<Closeable>>> outcomes = threads.invokeAll(
                        IntStream.range(0, 8).mapToObj(_ -> attempt).toList());
                int owners = 0;
                for (Future<Optional<Closeable>> outcome : outcomes) {
                    if (outcome.get().isPresent()) {
                        owners++;
                        outcome.get().get().close();
                    }
                }
                assertThat(owners).as("round %d", round).isEqualTo(1);
            }
        }
    }

    @Test
    void lock_ofAnInterruptedThread_isTaken_andTheInterruptStays() throws IOException {
        Thread.currentThread().interrupt();
        Closeable lock = LinuxDisk.at(root).lock("LOCK");
        assertThat(Thread.interrupted()).isTrue();
        lock.close();
        lock.close();
        LinuxDisk.at(root).lock("LOCK").close();
    }
}
