package dev.longboat.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Rounds of a device that fails under load, on a file system of its own. Confined to the main
/// thread.
@Command(
        name = "bad-disk",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes the disk of a loaded server fail, and looks for every acknowledged write.")
final class BadDiskLab implements Callable<Integer> {
    @Mixin
    private Plan plan = new Plan();

    @Override
    public Integer call() throws Exception {
        return new Trial("EIO under load", plan).runAlone(BadDisk.missing(), subject -> {
            try (BadDisk disk = new BadDisk()) {
                Findings findings = new Laboratory(subject, disk, new FailingDisk(disk), plan).run();
                findings.count("reads of the device that failed", disk.failed(BadDisk.Failure.READS));
                findings.count("writes of the device that failed", disk.failed(BadDisk.Failure.WRITES));
                return findings;
            }
        });
    }
}
