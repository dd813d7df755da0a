package dev.longboat.testkit;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Something the running process has done and a power cut may undo. What has the lower `order` was
/// done first.
sealed interface PendingChange {
    long order();

    /// How many parts of it a crash may keep or lose, each by itself.
    int units();

    /// A change of one file.
    sealed interface OfFile extends PendingChange {
        /// Puts what is left of it into an image.
        void keep(PageImage image);
    }

    /// Bytes written to a file, one unit for each sector.
    ///
    /// A unit is the whole sector as it stood after the write, because a cache writes back what it
    /// holds, not what was asked for; a write that covers part of a sector therefore carries its
    /// neighbours along.
    /// Guarded by its disk's lock.
    final class Write implements OfFile {
        private final long order;
        private final long firstSector;
        private final byte[] sectors;
        private final int from;
        private final int to;
        private final BitSet units;

        /// @param sectors whole sectors as they stand after the write; handed over
        /// @param from where the written bytes begin in `sectors`
        /// @param to where they end
        Write(long order, long firstSector, byte[] sectors, int from, int to) {
            this.order = order;
            this.firstSector = firstSector;
            this.sectors = sectors;
            this.from = from;
            this.to = to;
            this.units = new BitSet();
            units.set(0, sectors.length / SimDisk.SECTOR_BYTES);
        }

        @Override
        public long order() {
            return order;
        }

        @Override
        public int units() {
            return units.cardinality();
        }

        /// The first pending sector of this write at or after `index`; -1 when none is left.
        int nextSector(int index) {
            return units.nextSetBit(index);
        }

        /// Forgets the sectors that `later` covers: it became durable over them.
        void supersede(Write later) {
            long start = Math.max(0, later.firstSector - firstSector);
            long end = Math.min(
                    sectors.length / SimDisk.SECTOR_BYTES,
                    later.firstSector + later.sectors.length / SimDisk.SECTOR_BYTES - firstSector);
            if (start < end) {
                units.clear((int) start, (int) end);
            }
        }

        /// How many of the bytes that were asked for lie in a sector.
        int writtenBytes(int sector) {
            return Math.min(to, (sector + 1) * SimDisk.SECTOR_BYTES) - Math.max(from, sector * SimDisk.SECTOR_BYTES);
        }

        @Override
        public void keep(PageImage image) {
            int sector = nextSector(0);
            while (sector >= 0) {
                int end = units.nextClearBit(sector);
                image.write(
                        (firstSector + sector) * SimDisk.SECTOR_BYTES,
                        sectors,
                        sector * SimDisk.SECTOR_BYTES,
                        (end - sector) * SimDisk.SECTOR_BYTES);
                sector = nextSector(end);
            }
        }

        /// Puts one sector into an image as the crash left it. What was not asked to be written is
        /// never damaged.
        void keep(PageImage image, int sector, Fate fate, Garbage garbage) {
            int start = sector * SimDisk.SECTOR_BYTES;
            long position = firstSector * SimDisk.SECTOR_BYTES;
            switch (fate) {
                case KEPT -> image.write(position + start, sectors, start, SimDisk.SECTOR_BYTES);
                case DROPPED -> {}
                case ZEROED, GARBLED -> {
                    int first = Math.max(from, start);
                    int count = writtenBytes(sector);
                    byte[] bytes = new byte[count];
                    if (fate == Fate.GARBLED) {
                        image.read(position + first, bytes, 0, count);
                        garbage.spoil(bytes, sectors, first);
                    }
                    image.write(position + first, bytes, 0, count);
                }
            }
        }
    }

    /// A file's size changed; one unit. Immutable.
    record Size(long order, long bytes, boolean grownByWrite) implements OfFile {
        @Override
        public int units() {
            return 1;
        }

        /// Bytes cut off are zeros should it grow again; those that a write put beyond a size which
        /// a crash has lost, too.
        @Override
        public void keep(PageImage image) {
            boolean cut = !grownByWrite || bytes < image.size();
            image.size(bytes);
            if (cut) {
                image.cutAtSize();
            }
        }
    }

    /// Names changed, all or none of them; one unit. Immutable.
    record Names(long order, List<Entry> entries) implements PendingChange {
        @Override
        public int units() {
            return 1;
        }
    }

    /// A name in a directory means another node, or none. Immutable.
    record Entry(SimDirectory directory, String name, Optional<SimNode> node) {}
}
