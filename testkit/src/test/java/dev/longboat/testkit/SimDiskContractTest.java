package dev.longboat.testkit;

import dev.longboat.disk.Disk;

/// [SimDisk] is a disk like any other.
final class SimDiskContractTest extends DiskContract {
    private final SimDisk disk = new SimDisk();

    @Override
    protected Disk disk() {
        return disk;
    }
}
