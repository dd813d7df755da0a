package dev.longboat.testkit;

import dev.longboat.disk.Disk;
import dev.longboat.disk.LinuxDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// [LinuxDisk] keeps the contract where temporary files lie, most often with direct access.
final class LinuxDiskContractTest extends DiskContract {
    private final LinuxDisk disk;

    LinuxDiskContractTest(@TempDir Path directory) {
        disk = LinuxDisk.at(directory);
    }

    @Override
    protected Disk disk() {
        return disk;
    }
}
