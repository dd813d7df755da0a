package dev.longboat.bench;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// The power of the disk is cut: what its file system has not written is gone. Confined to the
/// laboratory's thread.
///
/// A machine without power says nothing, so the server is stopped first, most of the time. When it
/// is not, it meets EIO for a moment, in which it must not acknowledge anything. XFS does not allow
/// that: it reports success for syncs that its shutdown overtakes, which a bare loop of durable
/// writes shows as well.
final class PowerCut implements Fault {
    private static final int AFTER_MILLIS_MAX = 20;

    private final LoopDisk disk;

    PowerCut(LoopDisk disk) {
        this.disk = disk;
    }

    @Override
    public String strike(Server server, Random random, Findings findings) throws IOException, InterruptedException {
        PowerSwitch.Log log = random.nextInt(4) == 0 ? PowerSwitch.Log.WRITTEN : PowerSwitch.Log.LOST;
        boolean served = disk.kind() == LoopDisk.FileSystem.EXT4 && random.nextInt(4) == 0;
        if (served) {
            disk.cut(log);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(AFTER_MILLIS_MAX));
        } else {
            server.freeze();
            disk.cut(log);
        }
        server.kill();
        disk.remount();
        return (log == PowerSwitch.Log.LOST ? "cut" : "cut with its log written") + (served ? ", still served," : "");
    }
}
