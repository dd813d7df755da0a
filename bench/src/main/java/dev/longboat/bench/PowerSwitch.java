package dev.longboat.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// Cuts a mounted file system off from its device, as a power cut does: what it has not written by
/// then is lost, and from then on everything fails with EIO. Immutable.
///
/// It is the ioctl `_IOR('X', 125, u32)` that XFS, ext4 and others share; it needs root.
final class PowerSwitch {
    private static final long SHUT_DOWN = 0x8004587dL;
    private static final int READ_ONLY = 0;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option TWO_ARE_FIXED = Linker.Option.firstVariadicArg(2);
    private static final MethodHandle OPEN = function(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            TWO_ARE_FIXED);
    private static final MethodHandle IOCTL = function(
            "ioctl",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
            TWO_ARE_FIXED);
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private PowerSwitch() {}

    /// What becomes of the log of the file system. The numbers are the kernel's.
    enum Log {
        /// It is written first: names and sizes may be ahead of bytes.
        WRITTEN(1),
        /// It is lost as it is in memory: nothing is on the disk but what was synced, or went by
        /// itself.
        LOST(2);

        private final int flag;

        Log(int flag) {
            this.flag = flag;
        }
    }

    /// Cuts the file system that `mount` lies on.
    ///
    /// @throws IOException when the kernel refuses
    static void cut(Path mount, Log log) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            int directory = (int) OPEN.invokeExact(call.allocateFrom(mount.toString()), READ_ONLY);
            if (directory < 0) {
                throw new IOException("cannot open " + mount);
            }
            MemorySegment flag = call.allocateFrom(ValueLayout.JAVA_INT, log.flag);
            int result = (int) IOCTL.invokeExact(directory, SHUT_DOWN, flag);
            int _ = (int) CLOSE.invokeExact(directory);
            if (result != 0) {
                throw new IOException("the kernel does not shut down the file system at " + mount);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted") // The launcher allows native access.
    private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }
}
