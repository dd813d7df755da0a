package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.LinuxDisk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads every file of a backup against the catalogue, and changes nothing. Immutable; holds no
/// state.
public final class BackupCheck {
    private BackupCheck() {}

    /// Verifies a backup.
    ///
    /// @return its catalogue
    /// @throws BackupException when there is none
    /// @throws StoreFormatException when it is of a newer format
    /// @throws CorruptionException when a file is missing or not as it was written
    public static BackupCatalogue verify(Path directory) {
        try {
            return verify(LinuxDisk.at(directory));
        } catch (IOException e) {
            throw StoreRestore.failure(e);
        }
    }

    /// Verifies the backup on any disk.
    static BackupCatalogue verify(Disk disk) throws IOException {
        BackupCatalogue catalogue = StoreRestore.catalogue(disk);
        for (HeldFile file : catalogue.files()) {
            String place = BackupDirectory.storedName(file);
            try (DiskFile stored = disk.openToRead(place)) {
                if (stored.size() != file.bytes()) {
                    throw new DamagedFileException(place, stored.size(), "it should have " + file.bytes() + " bytes");
                }
                int sum = (int) StoredFile.sum(stored, file.bytes()).getValue();
                if (sum != file.crc32c()) {
                    throw new DamagedFileException(
                            place,
                            0,
                            "it sums to " + BackupCatalogue.hex(sum) + ", the catalogue says "
                                    + BackupCatalogue.hex(file.crc32c()));
                }
            } catch (NoSuchFileException e) {
                DamagedFileException missing = new DamagedFileException(place, 0, "the file is missing");
                missing.initCause(e);
                throw missing;
            }
        }
        return catalogue;
    }
}
