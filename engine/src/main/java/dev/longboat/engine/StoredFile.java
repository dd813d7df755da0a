package dev.longboat.engine;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// A file in a backup directory, which was read and is what it should be. Immutable.
///
/// @param place below the directory's root
/// @param held what it is a copy of
record StoredFile(String place, HeldFile held) {
    /// How names of files on their way end.
    static final String PART = ".part";

    private static final int READ_BYTES = 1 << 20;
    private static final Pattern NAME =
            Pattern.compile("files/(?:(journal|tables|manifest)-)?([A-Za-z0-9]+(?:\\.[a-z]+)?)\\.(part|[0-9a-f]{8})");

    /// Reads the file at a place.
    ///
    /// @return empty when it is none of a backup's, or not what its name says
    static Optional<StoredFile> at(Disk disk, String place) throws IOException {
        Matcher name = NAME.matcher(place);
        if (!name.matches()) {
            return Optional.empty();
        }
        String original = name.group(1) == null ? name.group(2) : name.group(1) + "/" + name.group(2);
        try (DiskFile file = disk.openToRead(place)) {
            long bytes = file.size();
            int sum = (int) sum(file, bytes).getValue();
            boolean whole = place.endsWith(PART) || name.group(3).equals(BackupCatalogue.hex(sum));
            return whole ? Optional.of(new StoredFile(place, new HeldFile(original, bytes, sum))) : Optional.empty();
        }
    }

    /// The checksum of the first bytes of a file.
    static CRC32C sum(DiskFile file, long bytes) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(READ_BYTES, bytes));
        for (long at = 0; at < bytes; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), bytes - at));
            file.readFully(buffer, at);
            crc.update(buffer.flip());
        }
        return crc;
    }

    /// The one of two from which less is missing.
    StoredFile longer(StoredFile other) {
        return other.held.bytes() > held.bytes() ? other : this;
    }
}
