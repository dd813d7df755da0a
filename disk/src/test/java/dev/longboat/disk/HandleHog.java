package dev.longboat.disk;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process that may open few files, opens as many as it can, and then works on a data directory.
/// It prints what it finds, one line each. Confined to its main thread.
final class HandleHog {
    private static final int LIMIT = 120;

    private final LinuxDisk disk;
    private final DataDirectory directory;
    private final Deque<FileInputStream> hogged = new ArrayDeque<>();

    private HandleHog(Path root) throws IOException {
        directory = DataDirectory.open(root);
        disk = (LinuxDisk) directory.disk();
    }

    /// Runs the process to its end.
    ///
    /// @return what it printed
    static List<String> run(Path root) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -n " + LIMIT + "; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        LockProbe.classPath(),
                        HandleHog.class.getName(),
                        root.toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        try (var out = process.inputReader()) {
            out.lines().forEach(lines::add);
        }
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return lines;
    }

    public static void main(String[] arguments) throws IOException {
        HandleHog hog = new HandleHog(Path.of(arguments[0]));
        hog.rehearse();
        hog.play();
    }

    /// Loads what is needed later: a class is a file, too.
    private void rehearse() throws IOException {
        tell("rehearsed: "
                + LinuxErrors.named("x", "open", new TooManyFilesException("nothing"))
                        .getMessage());
        write("rehearsal");
        disk.rename("rehearsal", "rehearsed");
        read("rehearsed");
        disk.delete("rehearsed");
        hog();
        tryRead("IDENTITY");
        release(LIMIT);
        write("refill");
        tell("held at first: " + disk.spareHandles().count());
    }

    private void play() throws IOException {
        write("a");
        hog();
        tryRead("a");
        for (int i = 0; i < 20; i++) {
            write("b" + i);
            disk.rename("b" + i, "c");
            disk.delete("c");
        }
        tell("written without a handle to be had");
        try (DiskFile one = disk.create("one", WriteMode.DURABLE);
                DiskFile two = disk.create("two", WriteMode.BUFFERED);
                DiskFile three = disk.create("three", WriteMode.BUFFERED);
                DiskFile four = disk.openToWrite("a", WriteMode.BUFFERED)) {
            tell("open: " + one.name() + " " + two.name() + " " + three.name() + " " + four.name());
            tryWrite("five");
        }
        tell("list: " + disk.list(""));
        release(30);
        read("a");
        write("d");
        tell("held at last: " + disk.spareHandles().count());
        directory.close();
        tell("held when closed: " + disk.spareHandles().count());
    }

    private void hog() throws IOException {
        try {
            while (true) {
                hogged.add(new FileInputStream("/dev/null"));
            }
        } catch (FileNotFoundException _) {
            // As many as there can be.
        }
    }

    private void release(int count) throws IOException {
        for (int i = 0; i < count && !hogged.isEmpty(); i++) {
            hogged.remove().close();
        }
    }

    private void write(String name) throws IOException {
        try (DiskFile file = disk.create(name, WriteMode.BUFFERED)) {
            file.writeFully(ByteBuffer.wrap(new byte[10]), 0);
            file.sync(SyncKind.FULL);
        }
        disk.syncDirectory("");
    }

    private void tryWrite(String name) throws IOException {
        try {
            write(name);
            tell("written: " + name);
        } catch (TooManyFilesException e) {
            tell("refused: " + e.getMessage());
        }
    }

    private void tryRead(String name) throws IOException {
        try {
            read(name);
            tell("read: " + name);
        } catch (TooManyFilesException e) {
            tell("refused: " + e.getMessage());
        }
    }

    private void read(String name) throws IOException {
        try (DiskFile file = disk.openToRead(name)) {
            file.readFully(ByteBuffer.allocate(10), 0);
        }
    }

    private static void tell(String line) {
        System.out.println(line);
    }
}
