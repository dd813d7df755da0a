package dev.longboat.testkit;

import dev.longboat.disk.Disk;
import dev.longboat.disk.LinuxDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/// [LinuxDisk] keeps the contract on a file system in memory, of which many kernels refuse direct
/// access. Where there is none, the test runs where temporary files lie.
final class LinuxDiskInMemoryContractTest extends DiskContract {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final LinuxDisk disk;

    LinuxDiskInMemoryContractTest(@TempDir(factory = InMemory.class) Path directory) {
        disk = LinuxDisk.at(directory);
    }

    @Override
    protected Disk disk() {
        return disk;
    }

    static final class InMemory implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
                throws IOException {
            return Files.isWritable(SHARED_MEMORY)
                    ? Files.createTempDirectory(SHARED_MEMORY, "longboat")
                    : Files.createTempDirectory("longboat");
        }
    }
}
