package dev.longboat.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// The file `IDENTITY`: six lines of ASCII, specified in `docs/formats/directory.md`.
///
///     Longboat data directory
///     format 1
///     store 01020304-0506-4708-8910-111213141516
///     node 1718191a1b1c1d1e
///     created 2026-11-21T02:31:45.123Z
///     crc32c 95eb269e
///
/// The last line is the CRC32C of all bytes before it, in hexadecimal. The first two lines and the
/// last keep their places in every version, so that any build can tell damage from a newer format.
/// There is one spelling of every identity: what reads well but would be written otherwise is
/// damaged. Immutable.
final class IdentityFile {
    static final String NAME = "IDENTITY";

    /// The first line.
    static final String TITLE = "Longboat data directory\n";

    private static final int BYTES_MAX = 4096;
    private static final String CHECKSUM_LABEL = "crc32c ";
    private static final int CHECKSUM_LINE_CHARS = CHECKSUM_LABEL.length() + 8 + 1;
    private static final Pattern VERSION = Pattern.compile(TITLE + "format ([1-9][0-9]{0,8})\n");
    private static final Pattern FIELDS =
            Pattern.compile("store ([0-9a-f-]{36})\nnode ([0-9a-f]{16})\ncreated ([0-9TZ:.+-]+)\n");

    private IdentityFile() {}

    static ByteBuffer encode(Identity identity) {
        return ByteBuffer.wrap(text(identity).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(Identity identity) {
        String body = TITLE
                + "format " + identity.formatVersion()
                + "\nstore " + identity.store()
                + "\nnode " + HexFormat.of().toHexDigits(identity.node())
                + "\ncreated " + Instant.ofEpochMilli(identity.createdMillis()) + "\n";
        return body + CHECKSUM_LABEL + checksum(body) + "\n";
    }

    private static String checksum(String body) {
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.ISO_8859_1));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /// Reads and checks the file on `disk`.
    ///
    /// @throws DamagedFileException when it is not as some build wrote it
    /// @throws ForeignFormatException when it is not ours, or of a format this build cannot read
    static Identity read(Disk disk) throws IOException {
        ByteBuffer bytes;
        try (DiskFile file = disk.openToRead(NAME)) {
            long sizeBytes = file.size();
            if (sizeBytes > BYTES_MAX) {
                throw notOurs(disk, "has " + sizeBytes + " bytes, more than " + BYTES_MAX);
            }
            bytes = ByteBuffer.allocate((int) sizeBytes);
            file.readFully(bytes, 0);
        }
        return decode(disk, new String(bytes.array(), StandardCharsets.ISO_8859_1));
    }

    private static Identity decode(Disk disk, String text) throws IOException {
        int bodyChars = text.length() - CHECKSUM_LINE_CHARS;
        String body = text.substring(0, Math.max(bodyChars, 0));
        String expected = CHECKSUM_LABEL + checksum(body) + "\n";
        String found = text.substring(body.length());
        if (!found.equals(expected)) {
            if (!text.startsWith(TITLE)) {
                throw notOurs(disk, "does not begin with \"" + TITLE.strip() + "\"");
            }
            throw damaged(
                    disk, body.length(), "expected \"" + expected.strip() + "\", found \"" + printable(found) + "\"");
        }
        Matcher version = VERSION.matcher(body);
        if (!version.lookingAt()) {
            throw notOurs(disk, "names no format version");
        }
        int formatVersion = Integer.parseInt(version.group(1));
        if (formatVersion > Identity.FORMAT_VERSION) {
            throw new ForeignFormatException(
                    "%s/%s: format version %d, this build reads 1 to %d: open it with a newer Longboat"
                            .formatted(disk, NAME, formatVersion, Identity.FORMAT_VERSION));
        }
        return fields(disk, formatVersion, body, version.end(), text);
    }

    private static Identity fields(Disk disk, int formatVersion, String body, int at, String text) throws IOException {
        Matcher fields = FIELDS.matcher(body).region(at, body.length());
        try {
            if (fields.matches()) {
                Identity identity = new Identity(
                        UUID.fromString(fields.group(1)),
                        HexFormat.fromHexDigitsToLong(fields.group(2)),
                        formatVersion,
                        Instant.parse(fields.group(3)).toEpochMilli());
                if (text(identity).equals(text)) {
                    return identity;
                }
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException _) {
            // Told below.
        }
        throw damaged(disk, at, "the fields of format " + formatVersion + " do not follow");
    }

    private static DamagedFileException damaged(Disk disk, int offset, String problem) {
        return new DamagedFileException(NAME, offset, problem + "; put this file back from a backup of " + disk);
    }

    private static ForeignFormatException notOurs(Disk disk, String problem) {
        return new ForeignFormatException(
                disk + "/" + NAME + ": " + problem + ": this is no Longboat data directory; use another one");
    }

    private static String printable(String text) {
        return text.strip().replaceAll("[^ -~]", "?");
    }
}
