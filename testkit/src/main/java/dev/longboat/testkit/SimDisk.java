package dev.longboat.testkit;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.LockedException;
import dev.longboat.disk.WriteMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A disk in memory that loses what was not synced, and fails when told to.
///
/// Every file is an inode with two images: what the process reads, and what is on the medium.
/// Between them lie pending changes, in order. A *crash* draws one of the worlds that a power cut
/// could leave and gives it as a new, independent disk; the old one may go on, or die by
/// [#crashAtCall]. Disks share pages, so that a crash costs about as much as what is pending.
///
/// **The fault model: what a crash may do**
/// - Each sector of 512 bytes that was written and not synced is kept, lost, zeroed or garbled, by
///   itself. Of a sector written several times any of its contents may come back. Bytes that
///   nobody wrote since they were durable are never harmed, though they share a sector.
/// - Sizes and bytes are apart: a file may have grown without its bytes (zeros), or have lost its
///   growth and the bytes with it. A size cut may come undone until a full sync, but a later size
///   that survives brings the cut along.
/// - A write in [WriteMode#DURABLE] is durable when it returns. A crash *during* it may do all of
///   the above to it.
/// - Names are apart from bytes: a synced file may be nowhere, a name may lead to an empty file.
///   Creates, links, renames and deletes are atomic, and durable in their order within a directory;
///   directories keep no order among each other. A directory that is lost takes along what is in
///   it, synced or not. A sync of one of the two directories of a rename makes all of it durable.
/// - Locks and open files end.
///
/// **And what the running process may meet** ([Fault]): errors at any call, full disk, short writes
/// and reads, failed syncs that lose their bytes for good, lost and misdirected writes, flipped
/// bits, delays.
///
/// **Not modelled:** damage to what is synced, other than by [AtRest]; sectors
/// torn inside, other than as garbage; space taken by names and directories; access rights; time.
///
/// Deterministic while one thread uses it. Safe for concurrent use: one lock lets one call through.
public final class SimDisk implements Disk {
    /// What a crash keeps or loses as a whole, in bytes.
    public static final int SECTOR_BYTES = 512;

    private static final long UNLIMITED_BYTES = 1L << 50;

    /// Everything below is touched inside its calls only.
    private final SimGate gate = new SimGate(this);

    private final SimTree tree;

    /// Files with changes that are not durable.
    private final Set<SimInode> changed = new LinkedHashSet<>();

    private final Set<SimFile> open = new LinkedHashSet<>();
    private final Map<SimInode, String> locked = new LinkedHashMap<>();
    private long capacityBytes = UNLIMITED_BYTES;
    private boolean tracesOpens;
    private long changeCount;

    /// How this disk came from another one.
    private final @Nullable CrashReport crashReport;

    /// An empty disk without limit.
    public SimDisk() {
        this(new SimTree(new SimDirectory()), null);
    }

    private SimDisk(SimTree tree, @Nullable CrashReport crashReport) {
        this.tree = tree;
        this.crashReport = crashReport;
    }

    // ---- Names

    @Override
    public DiskFile create(String name, WriteMode mode) throws IOException {
        return gate.call(CallKind.CREATE, name, () -> "create " + name + " " + word(mode), call -> {
            SimInode inode = createFile(name);
            call.underWay(false);
            return opened(inode, name, Optional.of(mode));
        });
    }

    @Override
    public DiskFile openToWrite(String name, WriteMode mode) throws IOException {
        return gate.call(CallKind.OPEN, name, () -> "open " + name + " " + word(mode), call -> {
            call.opensToWrite();
            return opened(tree.file(name), name, Optional.of(mode));
        });
    }

    @Override
    public DiskFile openToRead(String name) throws IOException {
        return gate.call(
                CallKind.OPEN,
                name,
                () -> "open " + name + " to read",
                _ -> opened(tree.file(name), name, Optional.empty()));
    }

    @Override
    public boolean exists(String name) throws IOException {
        return gate.call(
                CallKind.STAT,
                name,
                () -> "exists " + name,
                _ -> tree.find(name).isPresent());
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return gate.call(
                CallKind.LIST,
                directory,
                () -> "list " + shown(directory),
                _ -> List.copyOf(tree.directory(directory).seen.keySet()));
    }

    @Override
    public void createDirectory(String name) throws IOException {
        gate.call(CallKind.CREATE_DIRECTORY, name, () -> "mkdir " + name, call -> {
            switch (tree.find(name).orElse(null)) {
                case SimDirectory _ -> call.quiet();
                case SimInode _ -> throw new FileAlreadyExistsException(name);
                case null -> change(entry(name, Optional.of(new SimDirectory())));
            }
            call.underWay(false);
            return true;
        });
    }

    @Override
    public void rename(String from, String to) throws IOException {
        gate.call(CallKind.RENAME, from, () -> "rename " + from + " " + to, call -> {
            SimNode node = tree.find(from).orElseThrow(() -> new NoSuchFileException(from));
            PendingChange.Entry arrival = entry(to, Optional.of(node));
            SimNode replaced = tree.find(to).orElse(null);
            if (replaced == node) {
                call.quiet();
                return true;
            }
            requireReplaceable(node, from, replaced, to);
            change(entry(from, Optional.empty()), arrival);
            call.underWay(false);
            return true;
        });
    }

    private static void requireReplaceable(SimNode node, String from, @Nullable SimNode replaced, String to)
            throws IOException {
        boolean directory = node instanceof SimDirectory;
        if (directory && to.startsWith(from + "/")) {
            throw new FileSystemException(from, to, "a directory cannot move into itself");
        }
        switch (replaced) {
            case SimDirectory taken
            when !directory || !taken.seen.isEmpty() -> throw new FileAlreadyExistsException(to);
            case SimInode _ when directory -> throw new FileAlreadyExistsException(to);
            case null, default -> {}
        }
    }

    @Override
    public void link(String existing, String name) throws IOException {
        gate.call(CallKind.LINK, name, () -> "link " + existing + " " + name, call -> {
            SimInode inode = tree.file(existing);
            requireFree(name);
            change(entry(name, Optional.of(inode)));
            call.underWay(false);
            return true;
        });
    }

    @Override
    public int linkCount(String name) throws IOException {
        return gate.call(
                CallKind.STAT,
                name,
                () -> "links of " + name,
                _ -> tree.file(name).linkCount());
    }

    @Override
    public void delete(String name) throws IOException {
        gate.call(CallKind.DELETE, name, () -> "delete " + name, call -> {
            SimNode node = tree.find(name).orElseThrow(() -> new NoSuchFileException(name));
            if (node instanceof SimDirectory directory && !directory.seen.isEmpty()) {
                throw new DirectoryNotEmptyException(name);
            }
            change(entry(name, Optional.empty()));
            call.underWay(false);
            return true;
        });
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        gate.call(CallKind.SYNC_DIRECTORY, directory, () -> "syncdir " + shown(directory), call -> {
            SimDirectory synced = tree.directory(directory);
            if (call.effect(FaultEffect.LostSync.class).isPresent()) {
                tree.forsake(synced);
                throw call.inputOutput();
            }
            call.underWay(false);
            tree.sync(synced);
            changed.removeIf(inode -> inode.linkCount() == 0 && tree.forgot(inode));
            return true;
        });
    }

    @Override
    public long usableBytes() throws IOException {
        return gate.call(CallKind.STAT, "", () -> "usable bytes", _ -> freeBytes());
    }

    @Override
    public Closeable lock(String name) throws IOException {
        return gate.call(CallKind.LOCK, name, () -> "lock " + name, call -> {
            SimInode inode = tree.find(name).isPresent() ? tree.file(name) : createFile(name);
            call.underWay(false);
            if (locked.putIfAbsent(inode, name) != null) {
                throw new LockedException(name + " is locked by another part of this process");
            }
            var released = new AtomicBoolean();
            return () -> gate.change(() -> {
                if (!released.getAndSet(true)) {
                    locked.remove(inode);
                }
            });
        });
    }

    private SimInode createFile(String name) throws IOException {
        requireFree(name);
        var inode = new SimInode();
        change(entry(name, Optional.of(inode)));
        return inode;
    }

    private void requireFree(String name) throws IOException {
        if (tree.find(name).isPresent()) {
            throw new FileAlreadyExistsException(name);
        }
    }

    private PendingChange.Entry entry(String name, Optional<SimNode> node) throws IOException {
        return new PendingChange.Entry(tree.parent(name), SimTree.lastPart(name), node);
    }

    private void change(PendingChange.Entry... entries) {
        tree.change(new PendingChange.Names(++changeCount, List.of(entries)));
    }

    // ---- Open files: what SimFile needs, inside calls only

    private SimFile opened(SimInode inode, String name, Optional<WriteMode> mode) {
        Optional<Throwable> stack = tracesOpens ? Optional.of(new Throwable("opened here")) : Optional.empty();
        var file = new SimFile(this, inode, name, mode, stack);
        open.add(file);
        return file;
    }

    SimGate gate() {
        return gate;
    }

    boolean isOpen(SimFile file) {
        return open.contains(file);
    }

    void closed(SimFile file) {
        open.remove(file);
    }

    /// The order of a change about to be made to a file.
    long nextChange(SimInode inode) {
        changed.add(inode);
        return ++changeCount;
    }

    void settled(SimInode inode) {
        if (inode.pending().isEmpty()) {
            changed.remove(inode);
        }
    }

    /// By how much files may still grow.
    long freeBytes() {
        if (capacityBytes == UNLIMITED_BYTES) {
            return UNLIMITED_BYTES;
        }
        Set<SimInode> files = new HashSet<>();
        tree.forEachFile(files::add);
        open.forEach(file -> files.add(file.inode()));
        long used = files.stream().mapToLong(inode -> inode.seen().size()).sum();
        return Math.max(0, capacityBytes - used);
    }

    private static String shown(String directory) {
        return directory.isEmpty() ? "." : directory;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// Files that are open and locks that are held, as `name` or, when opens are traced, with the
    /// stack that opened it.
    public List<String> openFiles() {
        return gate.look(() -> Stream.concat(
                        open.stream().map(SimFile::toString),
                        locked.values().stream().map(name -> name + " (lock)"))
                .toList());
    }

    /// Keeps with each file opened from now on where that was. Costs a stack trace for each.
    public SimDisk traceOpens() {
        return gate.look(() -> {
            tracesOpens = true;
            return this;
        });
    }

    /// Fails when a file is open or a lock is held.
    public void requireAllClosed() {
        List<String> left = openFiles();
        if (!left.isEmpty()) {
            throw new AssertionError(left.size() + " left open: " + String.join(", ", left));
        }
    }

    /// This disk's bytes behind everybody's back.
    public AtRest atRest() {
        return new AtRest(gate, tree);
    }

    // ---- Crashes

    /// Draws a world that a power cut at this moment could leave. This disk is not changed and may
    /// go on; the new one has no open files, locks, faults or listeners.
    public SimDisk crash(CrashChoice choice) {
        return gate.look(() -> {
            var draw = new CrashDraw(tree, changed);
            SimTree left = draw.draw(choice);
            return successor(left, draw.report());
        });
    }

    /// Those of some choices that lead a crash at this moment to a world of their own, as far as
    /// what is kept tells: the first of each.
    public List<CrashChoice> distinct(List<CrashChoice> choices) {
        return gate.look(() -> {
            var draw = new CrashDraw(tree, changed);
            Map<Object, CrashChoice> firsts = new LinkedHashMap<>();
            choices.forEach(choice -> firsts.putIfAbsent(draw.world(choice), choice));
            return List.copyOf(firsts.values());
        });
    }

    /// Kills the process but not the machine: gives the disk as the next process finds it. Nothing
    /// is lost, what was unsynced is still pending, and the cache still holds what a failed sync
    /// has lost. Every later call on this disk ends in a [SimulatedCrash].
    public SimDisk killProcess() {
        return gate.look(() -> {
            gate.end("the process was killed after call " + gate.calls());
            SimDisk next = successor(tree, null);
            next.changed.addAll(changed);
            next.changeCount = changeCount;
            return next;
        });
    }

    private SimDisk successor(SimTree names, @Nullable CrashReport report) {
        var next = new SimDisk(names, report);
        next.capacityBytes = capacityBytes;
        next.tracesOpens = tracesOpens;
        return next;
    }

    /// How many units a crash at this moment would decide over.
    public int pendingUnits() {
        return gate.look(() -> new CrashDraw(tree, changed).units());
    }

    /// How many mutating calls there were ([CallKind#mutates]).
    public long calls() {
        return gate.look(gate::calls);
    }

    /// Cuts the power at the `call`-th mutating call, counted from the first of this disk: that
    /// call and every later one end in a [SimulatedCrash], whichever thread makes it. Closing files
    /// stays possible and does nothing.
    public void crashAtCall(long call, CrashMoment moment) {
        gate.change(() -> gate.crashAt(call, moment));
    }

    /// Cuts the power now: every later call ends in a [SimulatedCrash].
    public void cutPower() {
        gate.change(() -> gate.end("the power went off after call " + gate.calls()));
    }

    /// Whether the power is off.
    public boolean crashed() {
        return gate.look(gate::crashed);
    }

    /// Tells `listener` of every [CrashPoint] from now on.
    public void onEveryCall(CallListener listener) {
        gate.change(() -> gate.listen(listener));
    }

    /// Throws what a listener threw first, if any did: the workload may have swallowed it.
    public void rethrowListenerFailure() {
        gate.look(gate::listenerFailure).ifPresent(failure -> {
            throw new AssertionError(failure.getMessage(), failure);
        });
    }

    /// What the crash that left this disk kept; empty for a disk that was new.
    public Optional<CrashReport> crashReport() {
        return Optional.ofNullable(crashReport);
    }

    // ---- Faults and transcripts

    /// Plans a failure; its counting begins now.
    public void plan(Fault fault) {
        gate.change(() -> gate.faults().add(fault));
    }

    /// Forgets every planned failure, those that last included.
    public void clearFaults() {
        gate.change(() -> gate.faults().clear());
    }

    /// Limits the sum of all file sizes; names and directories take no space.
    public void capacityBytes(long bytes) {
        gate.change(() -> capacityBytes = bytes);
    }

    /// Reads everything that is clean from the medium again, as after other programs used the
    /// memory. A process sees then what a [FaultEffect.LostSync] has lost.
    public void dropCaches() {
        gate.change(() -> {
            tree.forEachFile(SimInode::dropCache);
            open.forEach(file -> file.inode().dropCache());
        });
    }

    /// Writes each call from now on into `transcript`; on a disk that a crash left, the crash's
    /// report first.
    public SimDisk record(Transcript transcript) {
        crashReport().ifPresent(report -> transcript.add(report.toString()));
        return gate.look(() -> {
            gate.record(transcript);
            return this;
        });
    }
}
