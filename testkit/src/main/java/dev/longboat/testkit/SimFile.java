package dev.longboat.testkit;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// One open file of a [SimDisk]. Safe for concurrent use: the disk's lock guards everything.
final class SimFile implements DiskFile {
    private final SimDisk disk;
    private final SimInode inode;
    private final String name;
    private final Optional<WriteMode> mode;

    /// Where it was opened, when the disk was told to keep that.
    private final Optional<Throwable> opened;

    /// @param mode none when it was opened for reading
    SimFile(SimDisk disk, SimInode inode, String name, Optional<WriteMode> mode, Optional<Throwable> opened) {
        this.disk = disk;
        this.inode = inode;
        this.name = name;
        this.mode = mode;
        this.opened = opened;
    }

    SimInode inode() {
        return inode;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int wanted = target.remaining();
        return call(CallKind.READ, () -> "read " + name + " " + position + " +" + wanted, call -> {
            requirePosition(position);
            return wanted == 0 ? 0 : readSome(call, target, position, wanted);
        });
    }

    private int readSome(SimGate.Call call, ByteBuffer target, long position, int wanted) {
        int start = target.position();
        int most = Math.min(wanted, cut(call));
        int count = inode.seen().read(target.slice(start, most), position);
        if (count > 0) {
            call.effect(FaultEffect.FlippedBit.class).ifPresent(flip -> {
                long bit = Math.floorMod(flip.bit(), count * 8L);
                int at = start + (int) (bit / 8);
                target.put(at, (byte) (target.get(at) ^ (1 << (bit % 8))));
            });
            target.position(start + count);
        }
        return count;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        int wanted = source.remaining();
        return call(CallKind.WRITE, () -> "write " + name + " " + position + " +" + wanted, call -> {
            requirePosition(position);
            boolean durable = requireWritable() == WriteMode.DURABLE;
            if (durable) {
                requireAligned(source, position);
            }
            if (wanted == 0) {
                call.quiet();
                return 0;
            }
            int count = room(call, wanted, position, durable);
            byte[] bytes = new byte[count];
            source.get(bytes);
            put(call, bytes, position, durable);
            return count;
        });
    }

    private void put(SimGate.Call call, byte[] bytes, long position, boolean durable) {
        if (call.effect(FaultEffect.LostWrite.class).isPresent()) {
            call.remark("lost");
            return;
        }
        long shift = call.effect(FaultEffect.Misdirected.class)
                .map(FaultEffect.Misdirected::shiftBytes)
                .orElse(0L);
        if (shift != 0) {
            call.remark("misdirected by " + shift);
        }
        long target = Math.max(0, position + shift);
        PendingChange.Write write = inode.write(disk.nextChange(inode), bytes, target);
        call.underWay(durable);
        if (durable) {
            inode.settle(write, target + bytes.length);
            disk.settled(inode);
        }
    }

    /// How many of the wanted bytes a write moves: fewer when that is planned or the disk is full.
    private int room(SimGate.Call call, int wanted, long position, boolean durable) throws IOException {
        int planned = Math.min(wanted, cut(call));
        long count = durable && planned < wanted ? Math.max(Disk.BLOCK_BYTES, wholeBlocks(planned)) : planned;
        if (position + count > inode.seen().size()) {
            long fits = inode.seen().size() + disk.freeBytes() - position;
            count = Math.min(count, durable ? wholeBlocks(fits) : fits);
        }
        if (count <= 0) {
            throw new DiskFullException(
                    name + ": write of " + wanted + " bytes at " + position + ": No space left on device");
        }
        if (count < wanted) {
            call.remark("short " + count);
        }
        return (int) count;
    }

    private static int cut(SimGate.Call call) {
        return call.effect(FaultEffect.Cut.class).map(FaultEffect.Cut::bytes).orElse(Integer.MAX_VALUE);
    }

    private static long wholeBlocks(long bytes) {
        return bytes & -Disk.BLOCK_BYTES;
    }

    @Override
    public void sync(SyncKind kind) throws IOException {
        call(CallKind.SYNC, () -> "sync " + name + " " + SimDisk.word(kind), call -> {
            if (call.effect(FaultEffect.LostSync.class).isPresent()) {
                inode.forsake();
                disk.settled(inode);
                throw call.inputOutput();
            }
            call.underWay(false);
            inode.sync(kind);
            disk.settled(inode);
            return true;
        });
    }

    @Override
    public void truncate(long size) throws IOException {
        call(CallKind.TRUNCATE, () -> "truncate " + name + " " + size, call -> {
            requireWritable();
            long had = inode.seen().size();
            if (size < 0 || size > had) {
                throw new IllegalArgumentException(name + ": cannot cut " + had + " bytes to " + size);
            }
            inode.truncate(disk.nextChange(inode), size);
            call.underWay(false);
            return true;
        });
    }

    @Override
    public long size() throws IOException {
        return call(CallKind.STAT, () -> "size of " + name, _ -> inode.seen().size());
    }

    /// Does nothing when it is closed already, or the power is off.
    @Override
    public void close() {
        disk.gate().change(() -> disk.closed(this));
    }

    private <T> T call(CallKind kind, Supplier<String> line, SimGate.Body<T> body) throws IOException {
        return disk.gate().call(kind, name, line, call -> {
            if (!disk.isOpen(this)) {
                throw new IOException(name + " is closed");
            }
            return body.run(call);
        });
    }

    private WriteMode requireWritable() {
        return mode.orElseThrow(NonWritableChannelException::new);
    }

    private static void requirePosition(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("negative position " + position);
        }
    }

    /// A durable write passes the cache by, and then memory and file must both lie on blocks.
    private void requireAligned(ByteBuffer source, long position) {
        boolean aligned = source.isDirect() && source.alignmentOffset(source.position(), Disk.BLOCK_BYTES) == 0;
        if (!aligned || position != wholeBlocks(position) || source.remaining() != wholeBlocks(source.remaining())) {
            throw new IllegalArgumentException(name + ": a durable write of " + source.remaining() + " bytes at "
                    + position + " from " + (aligned ? "an aligned" : "a heap or unaligned")
                    + " buffer: all three must be multiples of " + Disk.BLOCK_BYTES);
        }
    }

    /// The name, and where it was opened when that is known.
    @Override
    public String toString() {
        return name
                + opened.map(stack -> Arrays.stream(stack.getStackTrace())
                                .map(frame -> "\n        at " + frame)
                                .collect(Collectors.joining()))
                        .orElse("");
    }
}
