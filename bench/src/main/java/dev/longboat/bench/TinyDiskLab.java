package dev.longboat.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Rounds of a small file system that a server fills. Confined to the main thread.
@Command(
        name = "tiny-disk",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Fills a server's small disk, takes everything away and waits for writes to be taken again.")
final class TinyDiskLab implements Callable<Integer> {
    @Option(names = "--fs", paramLabel = "KIND", description = "ext4, or xfs from 300 MiB (default ${DEFAULT-VALUE}).")
    private LoopDisk.FileSystem kind = LoopDisk.FileSystem.EXT4;

    @Option(names = "--disk", paramLabel = "MIB", description = "Its size (default ${DEFAULT-VALUE}).")
    private int mib = 256;

    @Mixin
    private Plan plan = new Plan();

    @Override
    public Integer call() throws Exception {
        return new Trial("A full " + kind.kind() + " of " + mib + " MiB", plan).runAlone(LoopDisk.missing(kind), _ -> {
            try (LoopDisk disk = new LoopDisk(kind, (long) mib << 20)) {
                return new FullDisk(disk, (long) mib << 20, plan).run();
            }
        });
    }
}
