package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.DataDirectory;
import dev.longboat.disk.Disk;
import dev.longboat.disk.ForeignFormatException;
import dev.longboat.disk.LinuxDisk;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Reads everything in the directory of a store that nobody has open against its checksums: who it
/// is, the manifest, every frame of every chained segment, every table, and the value behind every
/// pointer. It changes nothing.
///
/// ```java
/// StoreReport report = StoreVerifier.verify(Path.of("data"), System.out::println);
/// report.findings().forEach(System.out::println);
/// ```
///
/// Confined to the thread that calls it.
public final class StoreVerifier {
    private StoreVerifier() {}

    /// Verifies a directory.
    ///
    /// @param progress takes a line for each file that was read
    /// @throws StoreLockedException when the store is open
    /// @throws StoreFormatException when the directory holds no store
    /// @throws StoreFailedException when it cannot be read
    public static StoreReport verify(Path directory, Consumer<String> progress) {
        Disk disk = LinuxDisk.at(directory);
        try (Closeable _ = lock(disk)) {
            return verify(disk, progress);
        } catch (NoSuchFileException e) {
            throw new StoreFormatException(directory + ": there is no such directory", e);
        } catch (IOException e) {
            throw Failures.ofOpen(e);
        }
    }

    /// Makes sure that nobody is at work, where that can be done without a change: a directory
    /// without a lock file was never open, or lies where nothing can be written.
    static Closeable lock(Disk disk) throws IOException {
        return disk.exists(DataDirectory.LOCK) ? disk.lock(DataDirectory.LOCK) : () -> {};
    }

    /// Verifies the root of any disk.
    static StoreReport verify(Disk disk, Consumer<String> progress) throws IOException {
        AtomicLong bytes = new AtomicLong();
        Disk reading = new ReadingDisk(disk, bytes::addAndGet);
        StoreReport report = new StoreExamination(reading, progress).run();
        return new StoreReport(
                report.findings(),
                report.segments(),
                report.tables(),
                report.rows(),
                report.values(),
                bytes.get(),
                report.revision());
    }

    /// What went wrong with a file, as a byte and words.
    record Fault(long offset, String problem) {
        static Fault of(IOException e) throws IOException {
            return switch (e) {
                case DamagedFileException damaged -> new Fault(damaged.offset(), problemOf(damaged));
                case ForeignFormatException foreign -> new Fault(0, String.valueOf(foreign.getMessage()));
                case NoSuchFileException _ -> new Fault(0, "the file is missing");
                case EOFException end -> new Fault(0, String.valueOf(end.getMessage()));
                default -> throw e;
            };
        }

        /// What the message says besides the place.
        static String problemOf(DamagedFileException damaged) {
            String message = String.valueOf(damaged.getMessage());
            String place = damaged.file() + " at byte " + damaged.offset() + ": ";
            return message.startsWith(place) ? message.substring(place.length()) : message;
        }
    }
}
