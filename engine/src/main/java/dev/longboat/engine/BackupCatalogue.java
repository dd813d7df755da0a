package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.ForeignFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// What belongs to a backup: the file `CATALOGUE`, lines of ASCII, specified in
/// `docs/formats/backup.md`.
///
/// ```
/// Longboat backup
/// format 1
/// store 01020304-0506-4708-8910-111213141516
/// revision 4711
/// taken 2026-11-21T02:31:45.123Z
/// file IDENTITY 147 95eb269e
/// file journal/00000001.seg 134217728 0a1b2c3d
/// crc32c 89abcdef
/// ```
///
/// Immutable.
///
/// @param store whose backup it is
/// @param revision of the newest change in it
/// @param takenMillis when it was finished, in milliseconds since the epoch
/// @param files in the order of the image
public record BackupCatalogue(UUID store, long revision, long takenMillis, List<HeldFile> files) {
    static final String NAME = "CATALOGUE";

    /// The version that this build writes, and the newest it reads.
    static final int FORMAT_VERSION = 1;

    private static final String TITLE = "Longboat backup\n";
    private static final Pattern HEAD =
            Pattern.compile("store ([0-9a-f-]{36})\nrevision ([1-9][0-9]{0,18})\ntaken ([0-9TZ:.+-]+)\n");
    private static final Pattern VERSION = Pattern.compile(TITLE + "format ([1-9][0-9]{0,8})\n");
    private static final Pattern FILE =
            Pattern.compile("file ((?:journal/|tables/|manifest/)?[A-Za-z0-9.]+) ([0-9]{1,18}) ([0-9a-f]{8})\n");
    private static final int SUM_LINE_CHARS = "crc32c 00000000\n".length();

    public BackupCatalogue {
        files = List.copyOf(files);
    }

    /// Bytes of all files.
    public long bytes() {
        return files.stream().mapToLong(HeldFile::bytes).sum();
    }

    byte[] encode() {
        StringBuilder text = new StringBuilder(TITLE);
        text.append("format ").append(FORMAT_VERSION).append('\n');
        text.append("store ").append(store).append('\n');
        text.append("revision ").append(revision).append('\n');
        text.append("taken ").append(Instant.ofEpochMilli(takenMillis)).append('\n');
        for (HeldFile file : files) {
            text.append("file ").append(file.name()).append(' ').append(file.bytes());
            text.append(' ').append(hex(file.crc32c())).append('\n');
        }
        return text.append(sumLine(text.toString())).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Reads the bytes of a catalogue.
    ///
    /// @param place names it in errors
    /// @throws DamagedFileException when it is not as some build wrote it
    /// @throws ForeignFormatException when it is no catalogue, or of a newer format
    static BackupCatalogue decode(String place, byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String body = text.substring(0, Math.max(0, text.length() - SUM_LINE_CHARS));
        if (!text.substring(body.length()).equals(sumLine(body))) {
            if (!text.startsWith(TITLE)) {
                throw new ForeignFormatException(place + " is no catalogue of a Longboat backup");
            }
            throw new DamagedFileException(place, 0, "its last line is not the checksum of the lines before");
        }
        Matcher version = VERSION.matcher(body);
        if (!version.lookingAt()) {
            throw new ForeignFormatException(place + " is no catalogue of a Longboat backup");
        }
        if (Integer.parseInt(version.group(1)) != FORMAT_VERSION) {
            throw new ForeignFormatException(place + ": backup format " + version.group(1) + ", this build reads "
                    + FORMAT_VERSION + "; restore it with the build that wrote it");
        }
        BackupCatalogue catalogue = fields(place, body.substring(version.end()));
        if (!new String(catalogue.encode(), StandardCharsets.ISO_8859_1).equals(text)) {
            throw notSpelt(place);
        }
        return catalogue;
    }

    private static BackupCatalogue fields(String place, String text) throws DamagedFileException {
        Matcher head = HEAD.matcher(text);
        if (!head.lookingAt()) {
            throw notSpelt(place);
        }
        try {
            return new BackupCatalogue(
                    UUID.fromString(head.group(1)),
                    Long.parseLong(head.group(2)),
                    Instant.parse(head.group(3)).toEpochMilli(),
                    files(place, text, head.end()));
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw new DamagedFileException(place, 0, String.valueOf(e.getMessage()));
        }
    }

    /// The lines of files, each by itself: one expression for all of them would take a stack as
    /// deep as there are files.
    private static List<HeldFile> files(String place, String text, int from) throws DamagedFileException {
        List<HeldFile> files = new ArrayList<>();
        Matcher file = FILE.matcher(text);
        for (int at = from; at < text.length(); at = file.end()) {
            if (!file.region(at, text.length()).lookingAt()) {
                throw notSpelt(place);
            }
            files.add(
                    new HeldFile(file.group(1), Long.parseLong(file.group(2)), HexFormat.fromHexDigits(file.group(3))));
        }
        if (files.isEmpty()) {
            throw notSpelt(place);
        }
        return files;
    }

    private static DamagedFileException notSpelt(String place) {
        return new DamagedFileException(place, 0, "it is not spelt as a catalogue is");
    }

    private static String sumLine(String body) {
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.ISO_8859_1));
        return "crc32c " + hex((int) crc.getValue()) + "\n";
    }

    static String hex(int number) {
        return HexFormat.of().toHexDigits(number);
    }
}
