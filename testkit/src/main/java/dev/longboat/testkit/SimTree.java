package dev.longboat.testkit;

import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// The names of a disk: a tree of directories, and the changes of names that are not durable yet.
///
/// A change is atomic. A directory's changes become durable in their order, those of different
/// directories in any; one that touches two directories waits for what came before it in both.
/// Guarded by its disk's lock.
final class SimTree {
    private final SimDirectory root;
    private final List<PendingChange.Names> pending = new ArrayList<>();

    SimTree(SimDirectory root) {
        this.root = root;
    }

    SimDirectory root() {
        return root;
    }

    List<PendingChange.Names> pending() {
        return pending;
    }

    /// What `name` means, if anything.
    Optional<SimNode> find(String name) {
        SimNode node = root;
        for (String part : parts(name)) {
            if (!(node instanceof SimDirectory directory)) {
                return Optional.empty();
            }
            SimNode next = directory.seen.get(part);
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return Optional.of(node);
    }

    SimInode file(String name) throws FileSystemException {
        return switch (find(name).orElseThrow(() -> new NoSuchFileException(name))) {
            case SimInode inode -> inode;
            case SimDirectory _ -> throw new FileSystemException(name, null, "Is a directory");
        };
    }

    SimDirectory directory(String name) throws FileSystemException {
        return switch (find(name).orElseThrow(() -> new NoSuchFileException(name))) {
            case SimDirectory directory -> directory;
            case SimInode _ -> throw new NotDirectoryException(name);
        };
    }

    /// The directory in which `name` stands or would.
    SimDirectory parent(String name) throws FileSystemException {
        int slash = name.lastIndexOf('/');
        try {
            return directory(slash < 0 ? "" : name.substring(0, slash));
        } catch (NoSuchFileException _) {
            throw new NoSuchFileException(name);
        }
    }

    static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static List<String> parts(String name) {
        if (name.isEmpty()) {
            return List.of();
        }
        List<String> parts = List.of(name.split("/", -1));
        for (String part : parts) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new IllegalArgumentException("not a name below the root: '" + name + "'");
            }
        }
        return parts;
    }

    /// Puts a file as though it had always been there, and the directories it needs.
    void put(String name, SimInode inode) {
        int slash = name.lastIndexOf('/');
        SimDirectory parent = put(slash < 0 ? "" : name.substring(0, slash));
        String last = lastPart(name);
        if (parent.seen.put(last, inode) instanceof SimInode old) {
            old.linked(-1);
        }
        if (parent.durable.put(last, inode) instanceof SimInode old) {
            old.durablyLinked(-1);
        }
        inode.linked(1);
        inode.durablyLinked(1);
    }

    /// Puts a directory as though it had always been there, and those it needs.
    SimDirectory put(String name) {
        SimDirectory directory = root;
        for (String part : parts(name)) {
            SimNode next = directory.seen.computeIfAbsent(part, _ -> new SimDirectory());
            if (!(next instanceof SimDirectory inner)) {
                throw new IllegalArgumentException(part + " of " + name + " is a file");
            }
            directory.durable.put(part, inner);
            directory = inner;
        }
        return directory;
    }

    /// Changes names so that the process sees it and a crash may lose it.
    void change(PendingChange.Names names) {
        for (PendingChange.Entry entry : names.entries()) {
            Map<String, SimNode> seen = entry.directory().seen;
            if (seen.get(entry.name()) instanceof SimInode old) {
                old.linked(-1);
            }
            put(seen, entry);
            if (entry.node().orElse(null) instanceof SimInode inode) {
                inode.linked(1);
            }
        }
        pending.add(names);
    }

    /// Whether no crash can bring a file back that the process cannot name any more.
    boolean forgot(SimInode inode) {
        return inode.durableLinkCount() == 0
                && pending.stream()
                        .flatMap(names -> names.entries().stream())
                        .noneMatch(entry -> entry.node().orElse(null) == inode);
    }

    /// Makes the changes in `directory` durable, and those elsewhere that must precede them.
    void sync(SimDirectory directory) {
        for (PendingChange.Names names : takeUpTo(directory)) {
            for (PendingChange.Entry entry : names.entries()) {
                Map<String, SimNode> durable = entry.directory().durable;
                if (durable.get(entry.name()) instanceof SimInode old) {
                    old.durablyLinked(-1);
                }
                put(durable, entry);
                if (entry.node().orElse(null) instanceof SimInode inode) {
                    inode.durablyLinked(1);
                }
            }
        }
    }

    /// The changes in `directory` are held for durable, though they never reached the medium.
    void forsake(SimDirectory directory) {
        takeUpTo(directory);
    }

    private List<PendingChange.Names> takeUpTo(SimDirectory directory) {
        Set<SimDirectory> touched = new HashSet<>();
        touched.add(directory);
        List<PendingChange.Names> taken = new ArrayList<>();
        for (int at = pending.size() - 1; at >= 0; at--) {
            PendingChange.Names names = pending.get(at);
            if (names.entries().stream().anyMatch(entry -> touched.contains(entry.directory()))) {
                names.entries().forEach(entry -> touched.add(entry.directory()));
                taken.addFirst(pending.remove(at));
            }
        }
        return taken;
    }

    private static void put(Map<String, SimNode> entries, PendingChange.Entry entry) {
        entry.node().ifPresentOrElse(node -> entries.put(entry.name(), node), () -> entries.remove(entry.name()));
    }

    /// Visits each file that has a name, once.
    void forEachFile(Consumer<SimInode> visitor) {
        forEachFile(root, new HashSet<>(), visitor);
    }

    private static void forEachFile(SimDirectory directory, Set<SimNode> visited, Consumer<SimInode> visitor) {
        for (SimNode node : directory.seen.values()) {
            if (visited.add(node)) {
                switch (node) {
                    case SimInode inode -> visitor.accept(inode);
                    case SimDirectory inner -> forEachFile(inner, visited, visitor);
                }
            }
        }
    }

    /// What a crash leaves of the names, while the fates of name changes become known one by one.
    /// Confined to the thread that draws a crash.
    final class Aftermath {
        private final Map<SimDirectory, Map<String, SimNode>> entries = new HashMap<>();
        private final Set<SimDirectory> cutOff = new HashSet<>();
        private final Map<SimNode, SimNode> copies = new HashMap<>();

        /// Decides over one change; they come in order. It is lost when one before it in the same
        /// directory was.
        ///
        /// @return whether it was kept
        boolean decide(PendingChange.Names names, boolean wanted) {
            boolean kept = wanted && names.entries().stream().noneMatch(entry -> cutOff.contains(entry.directory()));
            for (PendingChange.Entry entry : names.entries()) {
                if (kept) {
                    put(entriesOf(entry.directory()), entry);
                } else {
                    cutOff.add(entry.directory());
                }
            }
            return kept;
        }

        private Map<String, SimNode> entriesOf(SimDirectory directory) {
            return entries.computeIfAbsent(directory, d -> new TreeMap<>(d.durable));
        }

        /// A new tree with what was kept, of new files whose bytes `images` gives.
        SimTree tree(Function<SimInode, PageImage> images) {
            return new SimTree(copy(root, images));
        }

        private SimDirectory copy(SimDirectory directory, Function<SimInode, PageImage> images) {
            var copy = new SimDirectory();
            copies.put(directory, copy);
            Map<String, SimNode> left = entries.getOrDefault(directory, directory.durable);
            left.forEach((name, node) -> {
                SimNode twin = copies.get(node);
                if (twin == null) {
                    twin = switch (node) {
                        case SimDirectory inner -> copy(inner, images);
                        case SimInode inode -> new SimInode(images.apply(inode));
                    };
                    copies.put(node, twin);
                }
                if (twin instanceof SimInode inode) {
                    inode.linked(1);
                    inode.durablyLinked(1);
                }
                copy.seen.put(name, twin);
                copy.durable.put(name, twin);
            });
            return copy;
        }
    }
}
