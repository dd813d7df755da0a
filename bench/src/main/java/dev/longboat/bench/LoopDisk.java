package dev.longboat.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A small file system of its own, in an image file behind a loop device, made anew for each store.
/// It needs root. Confined to the laboratory's thread; unmounted at the end of this process at the
/// latest, however that ends, short of SIGKILL.
///
/// The kernel gives the loop device back by itself when the file system is unmounted.
final class LoopDisk implements Ground {
    /// A kind of file system, and how to make one.
    enum FileSystem {
        EXT4("mkfs.ext4 -q -F -E nodiscard"),
        XFS("mkfs.xfs -q -f -K");

        private final String maker;

        FileSystem(String maker) {
            this.maker = maker;
        }

        private String program() {
            return maker.split(" ", 2)[0];
        }

        private void make(Path image) throws IOException {
            List<String> words = new ArrayList<>(List.of(maker.split(" ")));
            words.add(image.toString());
            new Tool(words).run();
        }

        /// `ext4`.
        String kind() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int UNMOUNTS_MAX = 200;
    private static final long UNMOUNT_PAUSE_NANOS = 20_000_000;

    private final Scratch scratch = new Scratch();
    private final FileSystem kind;
    private final long bytes;
    private final Thread end = Thread.ofPlatform().unstarted(this::letGo);
    private boolean kept;

    /// @param bytes its size; XFS wants 300 MiB at least
    LoopDisk(FileSystem kind, long bytes) throws IOException {
        this.kind = kind;
        this.bytes = bytes;
        Files.createDirectories(mount());
        Runtime.getRuntime().addShutdownHook(end);
    }

    /// Why this machine cannot have one, if so.
    static Optional<String> missing(FileSystem kind) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("mounting needs root");
        }
        if (Files.notExists(Path.of("/dev/loop-control"))) {
            return Optional.of("there are no loop devices");
        }
        for (String program : List.of(kind.program(), "mount", "umount")) {
            if (Tool.find(program).isEmpty()) {
                return Optional.of("there is no " + program);
            }
        }
        return Optional.empty();
    }

    FileSystem kind() {
        return kind;
    }

    @Override
    public Path data() {
        return mount().resolve("data");
    }

    @Override
    public Path log() {
        return scratch.directory().resolve("log");
    }

    private Path mount() {
        return scratch.directory().resolve("disk");
    }

    private Path image() {
        return scratch.directory().resolve("image");
    }

    @Override
    public void renew() throws IOException {
        unmount();
        Files.deleteIfExists(image());
        try (RandomAccessFile image = new RandomAccessFile(image().toFile(), "rw")) {
            image.setLength(bytes);
        }
        kind.make(image());
        mountAgain();
        Files.createDirectories(data());
    }

    /// Cuts its power, so to say.
    void cut(PowerSwitch.Log log) throws IOException {
        PowerSwitch.cut(mount(), log);
    }

    /// Brings it back as it is on its device. Nobody may have a file open on it.
    void remount() throws IOException {
        unmount();
        mountAgain();
    }

    private void mountAgain() throws IOException {
        Tool.of("mount", "-t", kind.kind(), "-o", "loop", image().toString(), mount().toString())
                .run();
    }

    /// Somebody may look at it for a moment, so more than one attempt is made.
    private void unmount() throws IOException {
        Tool unmount = Tool.of("umount", mount().toString());
        for (int i = 0; isMounted(mount()) && !unmount.attempt(); i++) {
            if (i == UNMOUNTS_MAX) {
                unmount.run();
            }
            LockSupport.parkNanos(UNMOUNT_PAUSE_NANOS);
        }
    }

    /// Whether something is mounted there.
    static boolean isMounted(Path place) throws IOException {
        String mount = " " + place.toRealPath() + " ";
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream().anyMatch(line -> line.contains(mount));
    }

    @Override
    public void keep() {
        kept = true;
        scratch.keep();
    }

    @Override
    public void close() throws IOException {
        unmount();
        Runtime.getRuntime().removeShutdownHook(end);
        scratch.close();
        if (kept) {
            System.err.println("mount -o loop " + image() + " " + mount() + " shows it");
        }
    }

    /// At the end of an interrupted laboratory: servers end at the same time, each by its own hook.
    private void letGo() {
        try {
            unmount();
        } catch (IOException _) {
            Tool.of("umount", "--lazy", mount().toString()).attempt();
        }
        try {
            scratch.close();
        } catch (IOException e) {
            System.err.println("left behind: " + e.getMessage());
        }
    }
}
