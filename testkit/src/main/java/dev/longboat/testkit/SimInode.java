package dev.longboat.testkit;

import dev.longboat.disk.SyncKind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// A file's bytes, whatever names it has: as the running process reads them, as they are on the
/// medium, and the changes that lie between.
/// Guarded by its disk's lock.
final class SimInode implements SimNode {
    private PageImage seen;
    private final PageImage durable;
    private final List<PendingChange.OfFile> pending = new ArrayList<>();
    private int linkCount;
    private int durableLinkCount;

    /// An empty file.
    SimInode() {
        this(new PageImage());
    }

    /// A file that has been durable all along.
    SimInode(byte[] bytes) {
        this(imageOf(bytes));
    }

    private static PageImage imageOf(byte[] bytes) {
        var image = new PageImage();
        image.write(0, bytes, 0, bytes.length);
        image.size(bytes.length);
        return image;
    }

    /// A file as a crash left it.
    SimInode(PageImage durable) {
        this.durable = durable;
        this.seen = durable.share();
    }

    PageImage seen() {
        return seen;
    }

    PageImage durable() {
        return durable;
    }

    /// In the order in which they were made.
    List<PendingChange.OfFile> pending() {
        return pending;
    }

    int linkCount() {
        return linkCount;
    }

    /// How many names it has on the medium.
    int durableLinkCount() {
        return durableLinkCount;
    }

    void durablyLinked(int more) {
        durableLinkCount += more;
    }

    void linked(int more) {
        linkCount += more;
    }

    /// Writes so that the process sees it and a crash may lose it.
    PendingChange.Write write(long order, byte[] bytes, long position) {
        long end = position + bytes.length;
        if (end > seen.size()) {
            seen.size(end);
            pending.add(new PendingChange.Size(order, end, true));
        }
        seen.write(position, bytes, 0, bytes.length);
        long firstSector = position / SimDisk.SECTOR_BYTES;
        long lastSector = (end - 1) / SimDisk.SECTOR_BYTES;
        byte[] sectors = new byte[Math.toIntExact((lastSector - firstSector + 1) * SimDisk.SECTOR_BYTES)];
        seen.read(firstSector * SimDisk.SECTOR_BYTES, sectors, 0, sectors.length);
        int from = (int) (position % SimDisk.SECTOR_BYTES);
        var write = new PendingChange.Write(order, firstSector, sectors, from, from + bytes.length);
        pending.add(write);
        return write;
    }

    void truncate(long order, long bytes) {
        var size = new PendingChange.Size(order, bytes, false);
        size.keep(seen);
        pending.add(size);
    }

    /// Makes one write durable, and as much of the size as reading it needs. Nothing else, unless a
    /// size cut is pending: what lies before the cut is then settled with it.
    void settle(PendingChange.Write write, long end) {
        if (pending.stream().anyMatch(change -> change instanceof PendingChange.Size s && !s.grownByWrite())) {
            sync(SyncKind.FULL);
            return;
        }
        if (end > durable.size()) {
            settleSizes();
        }
        write.keep(durable);
        pending.remove(write);
        for (PendingChange.OfFile change : pending) {
            if (change instanceof PendingChange.Write older) {
                older.supersede(write);
            }
        }
        pending.removeIf(change -> change.units() == 0);
    }

    /// Makes what is pending durable. A size cut without a later write needs [SyncKind#FULL].
    void sync(SyncKind kind) {
        int sizes = kind == SyncKind.FULL ? Integer.MAX_VALUE : endOfGrowth();
        List<PendingChange.OfFile> was = List.copyOf(pending);
        pending.clear();
        for (int at = 0; at < was.size(); at++) {
            PendingChange.OfFile change = was.get(at);
            if (change instanceof PendingChange.Size && at >= sizes) {
                pending.add(change);
            } else {
                change.keep(durable);
            }
        }
    }

    /// How many changes come before and with the last growth: sizes beyond it need no
    /// [SyncKind#DATA].
    private int endOfGrowth() {
        for (int at = pending.size(); at > 0; at--) {
            if (pending.get(at - 1) instanceof PendingChange.Size size && size.grownByWrite()) {
                return at;
            }
        }
        return 0;
    }

    private void settleSizes() {
        for (Iterator<PendingChange.OfFile> each = pending.iterator(); each.hasNext(); ) {
            if (each.next() instanceof PendingChange.Size size) {
                size.keep(durable);
                each.remove();
            }
        }
    }

    /// The cache holds what is pending for clean, though it never reached the medium.
    void forsake() {
        pending.clear();
    }

    /// The cache reads everything clean from the medium again.
    void dropCache() {
        PageImage reread = durable.share();
        pending.forEach(change -> change.keep(reread));
        reread.cutAtSize();
        seen = reread;
    }

    /// Changes the medium and the cache alike, behind everybody's back.
    void tamper(long position, byte[] bytes) {
        seen.write(position, bytes, 0, bytes.length);
        durable.write(position, bytes, 0, bytes.length);
        durable.cutAtSize();
    }

    /// Changes the size on the medium and in the cache alike, behind everybody's back.
    void resize(long bytes) {
        seen.size(bytes);
        seen.cutAtSize();
        durable.size(bytes);
        durable.cutAtSize();
    }
}
