package dev.longboat.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/// Draws what a crash leaves of a disk. Confined to the thread that draws, under the disk's lock.
final class CrashDraw {
    private record Owned(PendingChange change, SimInode inode) {}

    private final SimTree tree;
    private final List<Owned> pending = new ArrayList<>();
    private final Map<SimInode, PageImage> images = new HashMap<>();
    private final int units;
    private long keptBytes;
    private long unsyncedBytes;
    private int keptNames;
    private int pendingNames;

    /// @param changed the files with pending changes, at least
    CrashDraw(SimTree tree, Collection<SimInode> changed) {
        this.tree = tree;
        var nobody = new SimInode();
        tree.pending().forEach(names -> pending.add(new Owned(names, nobody)));
        for (SimInode inode : changed) {
            inode.pending().forEach(change -> pending.add(new Owned(change, inode)));
        }
        // A stable sort: a write's size comes before its bytes.
        pending.sort(Comparator.comparingLong(owned -> owned.change().order()));
        units = pending.stream().mapToInt(owned -> owned.change().units()).sum();
    }

    /// How many units there are to decide over.
    int units() {
        return units;
    }

    /// Something that equals another choice's only when both leave the same world.
    Object world(CrashChoice choice) {
        List<Fate> fates = List.of(fates(choice));
        return fates.contains(Fate.GARBLED) ? choice : fates;
    }

    /// Decides over each unit.
    ///
    /// @return the tree after the crash
    SimTree draw(CrashChoice choice) {
        Fate[] fates = fates(choice);
        var garbage = new Garbage(choice.garbageSeed());
        SimTree.Aftermath names = tree.new Aftermath();
        int unit = 0;
        for (Owned each : pending) {
            switch (each.change()) {
                case PendingChange.Names change -> {
                    pendingNames++;
                    keptNames += names.decide(change, fates[unit++] != Fate.DROPPED) ? 1 : 0;
                }
                case PendingChange.Size size -> {
                    if (fates[unit++] != Fate.DROPPED) {
                        size.keep(image(each.inode()));
                    }
                }
                case PendingChange.Write write -> {
                    PageImage image = image(each.inode());
                    for (int sector = write.nextSector(0); sector >= 0; sector = write.nextSector(sector + 1)) {
                        Fate fate = fates[unit++];
                        write.keep(image, sector, fate, garbage);
                        unsyncedBytes += write.writtenBytes(sector);
                        keptBytes += fate == Fate.KEPT ? write.writtenBytes(sector) : 0;
                    }
                }
            }
        }
        images.values().forEach(PageImage::cutAtSize);
        return names.tree(inode -> {
            PageImage drawn = images.get(inode);
            return drawn == null ? inode.durable().share() : drawn;
        });
    }

    /// The fate of each unit. A file's sizes are kept in their order: one that is kept brings along
    /// the cuts before it.
    private Fate[] fates(CrashChoice choice) {
        IntFunction<Fate> chosen = choice.fates(units);
        Fate[] fates = new Fate[units];
        Arrays.setAll(fates, chosen);
        Set<SimInode> resizedLater = new HashSet<>();
        int unit = units;
        for (Owned each : pending.reversed()) {
            unit -= each.change().units();
            if (each.change() instanceof PendingChange.Size size) {
                if (!size.grownByWrite() && resizedLater.contains(each.inode())) {
                    fates[unit] = Fate.KEPT;
                } else if (fates[unit] != Fate.DROPPED) {
                    resizedLater.add(each.inode());
                }
            }
        }
        return fates;
    }

    CrashReport report() {
        return new CrashReport(keptBytes, unsyncedBytes, keptNames, pendingNames);
    }

    private PageImage image(SimInode inode) {
        return images.computeIfAbsent(inode, each -> each.durable().share());
    }
}
