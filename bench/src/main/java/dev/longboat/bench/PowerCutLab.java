package dev.longboat.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Rounds of power cuts under load, on a file system of its own. Confined to the main thread.
@Command(
        name = "power-cut",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shuts down the file system under a loaded server, and looks for every acknowledged write.")
final class PowerCutLab implements Callable<Integer> {
    @Option(names = "--fs", paramLabel = "KIND", description = "ext4 or xfs (default ${DEFAULT-VALUE}).")
    private LoopDisk.FileSystem kind = LoopDisk.FileSystem.EXT4;

    @Option(names = "--disk", paramLabel = "MIB", description = "Its size (default ${DEFAULT-VALUE}).")
    private int mib = 1024;

    @Mixin
    private Plan plan = new Plan();

    @Override
    public Integer call() throws Exception {
        return new Trial("Power cuts on " + kind.kind(), plan).run(LoopDisk.missing(kind), subject -> {
            try (LoopDisk disk = new LoopDisk(kind, (long) mib << 20)) {
                return new Laboratory(subject, disk, new PowerCut(disk), plan).run();
            }
        });
    }
}
