package dev.longboat.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A file system of its own on a device that fails with EIO on command. It needs root. Confined to
/// the laboratory's thread; taken down at the end of this process at the latest, however that ends,
/// short of SIGKILL.
///
/// ```
/// ext4 · loop device, past its cache · a file by nbdfuse · nbdkit and its filter of errors · image
/// ```
///
/// The kernel's own means for this, the targets of its device mapper, are seldom built into kernels
/// of virtual machines; a loop device is.
final class BadDisk implements Ground {
    /// What can fail. The names are those of the filter.
    enum Failure {
        READS("pread"),
        WRITES("pwrite");

        private final String call;

        Failure(String call) {
            this.call = call;
        }

        private Stream<String> parameters(Path directory, String rate) {
            String prefix = "error-" + call;
            return Stream.of(prefix + "=EIO", prefix + "-rate=" + rate, prefix + "-file=" + trigger(directory));
        }

        /// While this file is there, they fail.
        private Path trigger(Path directory) {
            return directory.resolve("fail-" + call);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final long BYTES = 512L << 20;
    private static final List<String> RATES = List.of("100%", "100%", "20%", "3%");
    private static final int ATTEMPTS_MAX = 250;
    private static final long PAUSE_MILLIS = 20;

    private final Scratch scratch = new Scratch();
    private final Thread end = Thread.ofPlatform().unstarted(this::letGo);
    private Optional<Child> device = Optional.empty();
    private boolean kept;

    BadDisk() throws IOException {
        Files.createDirectories(mount());
        Files.createDirectories(deviceDirectory());
        Runtime.getRuntime().addShutdownHook(end);
    }

    /// Why this machine cannot have one, if so.
    static Optional<String> missing() {
        return LoopDisk.missing(LoopDisk.FileSystem.EXT4)
                .or(() -> Stream.of("nbdkit", "nbdfuse", "losetup", "dd")
                        .filter(each -> Tool.find(each).isEmpty())
                        .findFirst()
                        .map(each -> "there is no " + each))
                .or(() -> Files.exists(Path.of("/dev/fuse")) ? Optional.empty() : Optional.of("there is no /dev/fuse"));
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

    private Path deviceDirectory() {
        return scratch.directory().resolve("device");
    }

    private Path deviceFile() {
        return deviceDirectory().resolve("nbd");
    }

    @Override
    public void renew() throws IOException {
        takeDown();
        Files.deleteIfExists(image());
        try (RandomAccessFile image = new RandomAccessFile(image().toFile(), "rw")) {
            image.setLength(BYTES);
        }
        Tool.of("mkfs.ext4", "-q", "-F", "-E", "nodiscard", image().toString()).run();
        putUp(RATES.getFirst());
        Files.createDirectories(data());
    }

    /// From now on these fail, as often as the device was made to. Reads that fail must be reads of
    /// the device, so what the kernel knows of the files is forgotten, but for what is still to be
    /// written.
    void fail(Set<Failure> failures) throws IOException {
        if (failures.contains(Failure.READS)) {
            forgetCaches();
        }
        for (Failure failure : failures) {
            Files.createFile(failure.trigger(scratch.directory()));
        }
    }

    private void forgetCaches() throws IOException {
        try (Stream<Path> files = Files.walk(data())) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> Tool.of("dd", "if=" + file, "iflag=nocache", "count=0")
                            .attempt());
        }
    }

    /// How many calls of the device have failed so until now, by the word of the filter.
    long failed(Failure failure) throws IOException {
        try (Stream<String> lines = Files.lines(log(), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.endsWith("injecting EIO error into " + failure.call))
                    .count();
        }
    }

    /// The device is well again, under the same file system.
    void recover() throws IOException {
        for (Failure failure : Failure.values()) {
            Files.deleteIfExists(failure.trigger(scratch.directory()));
        }
    }

    /// The device is well again, and what it did not take is gone from every cache: the file system
    /// is unmounted while it still fails, and the device is made anew. How often it will fail when
    /// it is told to is drawn. Nobody may have a file open on it.
    void heal(Random random) throws IOException {
        takeDown();
        putUp(RATES.get(random.nextInt(RATES.size())));
    }

    private void putUp(String rate) throws IOException {
        recover();
        Stream<String> before = Stream.of(
                "nbdfuse", deviceFile().toString(), "[", "nbdkit", "--exit-with-parent", "--filter=error", "file");
        Stream<String> errors = Stream.of(Failure.values()).flatMap(each -> each.parameters(scratch.directory(), rate));
        List<String> command = Stream.of(before, Stream.of(image().toString()), errors, Stream.of("]"))
                .flatMap(words -> words)
                .toList();
        Child started = Child.start(command, Map.of(), log(), _ -> {});
        device = Optional.of(started);
        if (!eventually(() -> Files.exists(deviceFile()))) {
            throw started.failure("did not show its device");
        }
        String loop = Tool.of(
                        "losetup",
                        "--direct-io=on",
                        "--find",
                        "--show",
                        deviceFile().toString())
                .run();
        try {
            Tool.of("mount", "-t", "ext4", loop, mount().toString()).run();
        } finally {
            Tool.of("losetup", "--detach", loop).attempt(); // As soon as it is unmounted.
        }
    }

    private void takeDown() throws IOException {
        // Somebody may look at it for a moment, and the loop device lets go of its file a moment
        // after the unmount.
        for (Path place : List.of(mount(), deviceDirectory())) {
            Tool unmount = Tool.of("umount", place.toString());
            if (!eventually(() -> !LoopDisk.isMounted(place) || unmount.attempt())) {
                throw new IOException(place + " cannot be unmounted");
            }
        }
        device.ifPresent(child -> child.exit().join());
        device = Optional.empty();
    }

    /// Something that may come true.
    private interface Attempt {
        boolean succeeds() throws IOException;
    }

    private static boolean eventually(Attempt attempt) throws IOException {
        for (int i = 0; i < ATTEMPTS_MAX; i++) {
            if (attempt.succeeds()) {
                return true;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    @Override
    public void keep() {
        kept = true;
        scratch.keep();
    }

    @Override
    public void close() throws IOException {
        takeDown();
        Runtime.getRuntime().removeShutdownHook(end);
        scratch.close();
        if (kept) {
            System.err.println("mount -o loop " + image() + " " + mount() + " shows it");
        }
    }

    /// At the end of an interrupted laboratory: servers and the device end at the same time, each
    /// by its own hook.
    private void letGo() {
        Tool.of("umount", "--lazy", mount().toString()).attempt();
        Tool.of("umount", "--lazy", deviceDirectory().toString()).attempt();
        try {
            scratch.close();
        } catch (IOException e) {
            System.err.println("left behind: " + e.getMessage());
        }
    }
}
