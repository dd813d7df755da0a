package dev.longboat.engine;

import dev.longboat.disk.DataDirectory;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.LinuxDisk;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Explains the directory of a store that nobody has open, in plain words, and on demand repairs
/// what is safe to repair: files that belong to nothing go, and the end of a torn tail. It never
/// touches what was durable, and nothing at all while something durable is damaged: what looks like
/// a leftover then may be all there is of what is missing.
///
/// Confined to the thread that calls it.
public final class StoreDoctor {
    private final Disk disk;
    private final Consumer<String> out;

    private StoreDoctor(Disk disk, Consumer<String> out) {
        this.disk = disk;
        this.out = out;
    }

    /// Examines a directory.
    ///
    /// @param repair whether to repair what is safe
    /// @param out takes the lines
    /// @return what was found, before any repair
    /// @throws StoreLockedException when the store is open
    /// @throws StoreFormatException when the directory holds no store
    /// @throws StoreFailedException when it cannot be read, or a repair failed
    public static StoreReport examine(Path directory, boolean repair, Consumer<String> out) {
        try {
            return examine(LinuxDisk.at(directory), repair, out);
        } catch (NoSuchFileException e) {
            throw new StoreFormatException(directory + ": there is no such directory", e);
        } catch (IOException e) {
            throw Failures.ofOpen(e);
        }
    }

    /// Examines the root of any disk.
    static StoreReport examine(Disk disk, boolean repair, Consumer<String> out) throws IOException {
        try (Closeable _ = repair ? disk.lock(DataDirectory.LOCK) : StoreVerifier.lock(disk)) {
            return new StoreDoctor(disk, out).examine(repair);
        }
    }

    private StoreReport examine(boolean repair) throws IOException {
        StoreReport report = StoreVerifier.verify(disk, line -> out.accept("read    " + line));
        report.findings().forEach(this::tell);
        out.accept(summary(report));
        if (repair) {
            repair(report);
        }
        return report;
    }

    private void tell(Finding finding) {
        String kind = switch (finding.kind()) {
            case DAMAGE -> "DAMAGE  ";
            case TAIL -> "tail    ";
            case LEFTOVER -> "left    ";
            case STRANGER -> "strange ";
        };
        out.accept(kind + finding.file() + (finding.offset() > 0 ? " from byte " + finding.offset() : "") + ": "
                + finding.problem());
        if (!finding.keys().isEmpty()) {
            out.accept("        keys: " + finding.keys());
        }
        out.accept("        " + finding.advice());
    }

    private static String summary(StoreReport report) {
        String read = report.segments() + " segments, " + report.tables() + " tables, " + report.rows() + " rows, "
                + report.values() + " values";
        return report.isSound()
                ? "sound   " + read + ", at revision " + report.revision()
                : "damaged; whole are " + read;
    }

    private void repair(StoreReport report) throws IOException {
        if (!report.isSound()) {
            out.accept("nothing was repaired: while something is damaged, leftovers may be what is left of it");
            return;
        }
        boolean repaired = false;
        for (Finding finding : report.findings()) {
            switch (finding.kind()) {
                case LEFTOVER -> remove(finding.file());
                case TAIL -> cut(finding.file(), finding.offset());
                case DAMAGE, STRANGER -> {}
            }
            repaired |= finding.kind() != Finding.Kind.STRANGER;
        }
        if (!repaired) {
            out.accept("nothing was to be repaired");
        }
    }

    private void remove(String file) throws IOException {
        disk.delete(file);
        disk.syncDirectory(file.contains("/") ? file.substring(0, file.lastIndexOf('/')) : "");
        out.accept("removed " + file);
    }

    /// A file with a second name is left as it is: the bytes are shared.
    private void cut(String file, long end) throws IOException {
        if (disk.linkCount(file) > 1) {
            out.accept("kept    " + file + ": it has a second name");
            return;
        }
        try (DiskFile segment = disk.openToWrite(file, WriteMode.BUFFERED)) {
            segment.truncate(end);
            segment.sync(SyncKind.FULL);
        }
        out.accept("cut     " + file + " at byte " + end);
    }
}
