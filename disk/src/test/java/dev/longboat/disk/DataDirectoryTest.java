package dev.longboat.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data directory is made once, recognised afterwards, and refused without a trace when it is not
/// what it should be (D4).
final class DataDirectoryTest {
    private static final Clock CLOCK = new Clock() {
        @Override
        public long wallMillis() {
            return 1_795_228_305_123L;
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    };

    private static final String WORKED_EXAMPLE = """
            Longboat data directory
            format 1
            store 01020304-0506-4708-8910-111213141516
            node 1718191a1b1c1d1e
            created 2026-11-21T02:31:45.123Z
            crc32c 95eb269e
            """;

    @TempDir
    Path temporary;

    private static Randomness counting() {
        long[] draws = {0x0102030405060708L, 0x0910111213141516L, 0x1718191a1b1c1d1eL};
        int[] next = {0};
        return () -> draws[next[0]++];
    }

    @Test
    void open_ofAMissingDirectory_makesAStore() throws IOException {
        Path root = temporary.resolve("deep/data");
        Identity made;
        try (DataDirectory directory = DataDirectory.open(root)) {
            made = directory.identity();
            assertThat(directory.disk().list("")).containsExactly("IDENTITY", "LOCK");
        }
        assertThat(made.store().version()).isEqualTo(4);
        assertThat(made.formatVersion()).isEqualTo(Identity.FORMAT_VERSION);
        try (DataDirectory directory = DataDirectory.open(root)) {
            assertThat(directory.identity()).isEqualTo(made);
        }
    }

    /// The bytes of `docs/formats/directory.md`.
    @Test
    void identity_isWrittenAsDocumented() throws IOException {
        try (DataDirectory directory = DataDirectory.open(LinuxDisk.at(temporary), CLOCK, counting())) {
            assertThat(directory.identity())
                    .isEqualTo(new Identity(
                            UUID.fromString("01020304-0506-4708-8910-111213141516"),
                            0x1718191a1b1c1d1eL,
                            1,
                            1_795_228_305_123L));
        }
        assertThat(temporary.resolve("IDENTITY")).hasContent(WORKED_EXAMPLE);
    }

    @Test
    void open_ofAStrangersDirectory_isRefused_andChangesNothing() throws IOException {
        Files.writeString(temporary.resolve("thesis.tex"), "chapter one");
        assertRefused(ForeignFormatException.class, "no IDENTITY, but \"thesis.tex\" is there", "use an empty one");
    }

    @Test
    void open_ofAFile_isRefused() throws IOException {
        Path file = Files.writeString(temporary.resolve("data"), "not a directory");
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(ForeignFormatException.class)
                .hasMessageContaining("data is not a directory");
    }

    @Test
    void open_ofAMountPoint_isNoStrangers() throws IOException {
        Files.createDirectory(temporary.resolve("lost+found"));
        DataDirectory.open(temporary).close();
        assertThat(temporary.resolve("IDENTITY")).exists();
    }

    @Test
    void open_ofANewerFormat_isRefused_andChangesNothing() throws IOException {
        write("Longboat data directory\nformat 2\nkeeper of things to come\n");
        assertRefused(ForeignFormatException.class, "IDENTITY: format version 2", "reads 1 to 1", "newer Longboat");
    }

    @Test
    void open_ofAnotherProgramsIdentity_isRefused_andChangesNothing() throws IOException {
        Files.writeString(temporary.resolve("IDENTITY"), "ssh-rsa AAAA\n");
        assertRefused(ForeignFormatException.class, "does not begin with \"Longboat data directory\"");
        Files.write(temporary.resolve("IDENTITY"), new byte[5000]);
        assertRefused(ForeignFormatException.class, "has 5000 bytes");
    }

    @Test
    void open_withAnyBitOfTheIdentityFlipped_isRefused() throws IOException {
        Disk buffered = new LinuxDisk(temporary, false);
        byte[] good = WORKED_EXAMPLE.getBytes(StandardCharsets.US_ASCII);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(temporary.resolve("IDENTITY"), bad);
            assertThatThrownBy(() -> DataDirectory.open(buffered, CLOCK, counting()))
                    .as("bit %d", bit)
                    .isInstanceOfAny(DamagedFileException.class, ForeignFormatException.class)
                    .hasMessageContaining("IDENTITY");
        }
    }

    @Test
    void open_withTheIdentityCutAnywhere_isRefused() throws IOException {
        Disk buffered = new LinuxDisk(temporary, false);
        for (int chars = 0; chars < WORKED_EXAMPLE.length(); chars++) {
            Files.writeString(temporary.resolve("IDENTITY"), WORKED_EXAMPLE.substring(0, chars));
            assertThatThrownBy(() -> DataDirectory.open(buffered, CLOCK, counting()))
                    .as("%d bytes", chars)
                    .isInstanceOfAny(DamagedFileException.class, ForeignFormatException.class);
        }
    }

    /// A good checksum does not excuse fields that no build would have written.
    @Test
    void open_withFieldsOfAnotherSpelling_isRefused() throws IOException {
        String good = WORKED_EXAMPLE.substring(0, WORKED_EXAMPLE.indexOf("crc32c"));
        for (String bad : new String[] {
            good + "colour blue\n",
            good.replace("02:31:45.123Z", "03:31:45.123+01:00"),
            good.replace("2026-11", "2026-13"),
            good.replace("node 1718191a1b1c1d1e", "node 0000000000000000"),
            good.replace("store 0", "store -"),
        }) {
            write(bad);
            assertRefused(DamagedFileException.class, "IDENTITY at byte 33", "put this file back from a backup");
        }
    }

    @Test
    void open_whileOpen_isRefused_andChangesNothing() throws IOException {
        try (DataDirectory _ = DataDirectory.open(temporary)) {
            assertRefused(LockedException.class, "LOCK is held by this very process", "close the other owner");
        }
        DataDirectory.open(temporary).close();
    }

    /// Every call on the disk in turn is the last of its process.
    @Test
    void making_cutShortAfterAnyCall_isCompletedByTheNextOpen() throws IOException {
        for (int calls = 0; ; calls++) {
            Path root = Files.createDirectory(temporary.resolve("cut-" + calls));
            MortalDisk mortal = new MortalDisk(LinuxDisk.at(root), calls);
            boolean survived = true;
            try {
                DataDirectory.open(mortal, CLOCK, counting()).close();
            } catch (MortalDisk.DiedException _) {
                survived = false;
            } finally {
                mortal.releaseLocks();
            }
            try (DataDirectory directory = DataDirectory.open(root)) {
                assertThat(directory.disk().list(""))
                        .as("after %d calls", calls)
                        .containsExactly("IDENTITY", "LOCK");
            }
            if (survived) {
                assertThat(calls).isGreaterThan(8);
                return;
            }
        }
    }

    private void write(String body) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        String checksum = HexFormat.of().toHexDigits((int) crc.getValue());
        Files.writeString(temporary.resolve("IDENTITY"), body + "crc32c " + checksum + "\n");
    }

    private void assertRefused(Class<? extends IOException> type, String... parts) throws IOException {
        Map<Path, String> before = content();
        assertThatThrownBy(() -> DataDirectory.open(temporary))
                .isInstanceOf(type)
                .hasMessageContainingAll(parts)
                .hasMessageContaining(temporary.toString());
        assertThat(content()).isEqualTo(before);
    }

    /// Names, times and bytes of all files, but not the bytes of `LOCK`: reading would unlock it.
    private Map<Path, String> content() throws IOException {
        Map<Path, String> content = new TreeMap<>(Comparator.naturalOrder());
        try (Stream<Path> files = Files.walk(temporary)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = file.endsWith("LOCK") ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
                content.put(file, Files.getLastModifiedTime(file) + " " + bytes);
            }
        }
        return content;
    }
}
