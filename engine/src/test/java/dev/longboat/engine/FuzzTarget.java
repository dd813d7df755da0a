package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.DataDirectory;
import dev.longboat.disk.ForeignFormatException;
import dev.longboat.journal.Pointer;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/// The decoders of everything that the engine reads from a disk, each given any bytes: they must be
/// decoded, or refused with the exception that the decoder declares, in time and memory that the
/// input's size bounds. Whatever else is thrown is a finding. Where a checksum would keep
/// everything out, it is put right first. Immutable.
enum FuzzTarget {
    /// A record of a manifest, of the version that the first byte tells.
    MANIFEST_EDIT {
        @Override
        void decode(byte[] input) {
            int version = input.length > 0 && input[0] == 1 ? 1 : 2;
            ManifestEdit _ = ManifestCodec.decode(rest(input, 1), version);
        }
    },

    /// A whole manifest.
    MANIFEST {
        @Override
        void decode(byte[] input) throws IOException {
            SimDisk disk = new SimDisk();
            disk.atRest().put(ManifestFile.nameOf(1), input);
            ManifestFile.read(disk, ManifestFile.nameOf(1), FuzzedStore.id(), 1);
        }
    },

    /// An entry of the journal.
    ENTRY {
        @Override
        void decode(byte[] input) {
            EntryCodec.decode(rest(input, 0), new Nowhere(), (_, _, _) -> {});
        }
    },

    /// What a table holds for a row.
    ROW {
        @Override
        void decode(byte[] input) {
            Change _ = RowCodec.decode(7, 3, 5, rest(input, 0));
        }
    },

    /// Where the pieces of a large value are, and how long it is.
    EXTENT_MAP {
        @Override
        void decode(byte[] input) {
            long length = input.length < Long.BYTES ? 0 : rest(input, 0).getLong();
            List<Piece> _ = ExtentMap.decode(rest(input, Long.BYTES), length, false);
            List<Piece> _ = ExtentMap.decode(rest(input, Long.BYTES), length, true);
        }
    },

    /// The catalogue of a backup.
    CATALOGUE {
        @Override
        void decode(byte[] input) throws IOException {
            BackupCatalogue _ = BackupCatalogue.decode("CATALOGUE", summed(input));
        }
    },

    /// Who a directory belongs to.
    IDENTITY {
        @Override
        void decode(byte[] input) throws IOException {
            SimDisk disk = new SimDisk();
            disk.atRest().put(DataDirectory.IDENTITY, summed(input));
            DataDirectory.identityOn(disk);
        }
    },

    /// What follows the header of a segment.
    SEGMENT {
        @Override
        void decode(byte[] input) throws IOException {
            FuzzedStore.survey(input);
        }
    },

    /// A store, one of whose files was written over: which, and from where, the first bytes tell.
    STORE {
        @Override
        void decode(byte[] input) {
            FuzzedStore.overwrite(input);
        }
    };

    /// Gives any bytes to the decoder.
    abstract void decode(byte[] input) throws IOException;

    /// Gives any bytes to the decoder, and lets only its refusals pass.
    final void eat(byte[] input) {
        try {
            decode(input);
        } catch (DamagedFileException | ForeignFormatException _) {
            // Refused, as declared.
        } catch (IllegalArgumentException e) {
            if (this == CATALOGUE || this == IDENTITY || this == SEGMENT || this == STORE) {
                throw new AssertionError(this + " declares no " + e, e);
            }
        } catch (IOException e) {
            throw new AssertionError(this + " reads from memory, where nothing fails: " + e, e);
        }
    }

    private static ByteBuffer rest(byte[] input, int from) {
        return ByteBuffer.wrap(input, Math.min(from, input.length), input.length - Math.min(from, input.length))
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Lines with the last line that sums them up.
    private static byte[] summed(byte[] lines) {
        CRC32C crc = new CRC32C();
        crc.update(lines);
        byte[] sum = ("crc32c " + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(lines, lines.length + sum.length);
        System.arraycopy(sum, 0, all, lines.length, sum.length);
        return all;
    }

    /// Puts values nowhere. Immutable.
    private record Nowhere() implements EntryCodec.Places {
        @Override
        public Stored value(int offset, ByteBuffer bytes) {
            return new Stored.Inline(new byte[0]);
        }

        @Override
        public Pointer map(int offset, ByteBuffer map, long length, boolean compressed) {
            List<Piece> _ = ExtentMap.decode(map, length, compressed);
            return new Pointer(1, 1, 4096 + offset, map.remaining(), 0);
        }
    }
}
