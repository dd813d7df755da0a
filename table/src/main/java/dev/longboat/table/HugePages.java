package dev.longboat.table;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Memory that Linux backs by huge pages, 2 MiB each, where it lets programs ask for them. Ordinary
/// memory costs a page fault for each 4 KiB when it is first touched: on a virtual machine, whose
/// host maps the page too, some 4 ms for each MiB; by huge pages it is 0.1 to 3 ms.
///
/// Java has no call for it, so the system is asked: `mmap(2)`, `madvise(2)`, `munmap(2)`. Where
/// that cannot be (another system, or a program that was not given `--enable-native-access`) there
/// are none, and whoever wanted some does without. Safe for concurrent use.
public final class HugePages {
    private static final long BYTES = 2 << 20;

    /// Constants of Linux' `asm-generic/mman.h`, the same on both processors.
    private static final long READ_AND_WRITE = 3;

    private static final long PRIVATE_ANONYMOUS_NO_RESERVE = 0x4022;
    private static final long ADVICE_HUGE_PAGE = 14;
    private static final Set<String> PROCESSORS = Set.of("amd64", "aarch64");

    private static volatile @Nullable Calls calls;

    private HugePages() {}

    /// Has [#reserve] give memory from now on. It takes some 40 ms of a processor, once: work for a
    /// thread in the background, at a moment when nobody waits for that processor.
    public static void prepare() {
        if (calls == null
                && System.getProperty("os.name").equals("Linux")
                && PROCESSORS.contains(System.getProperty("os.arch"))
                && HugePages.class.getModule().isNativeAccessEnabled()) {
            calls = Calls.link();
        }
    }

    /// Addresses for so many bytes, from one that is a multiple of 2 MiB, to be given out one after
    /// the other. There is zeroed memory behind them once they are touched.
    ///
    /// @param arena whose end gives them back
    /// @return empty before [#prepare], where it could do nothing, and when the system refuses
    static Optional<SegmentAllocator> reserve(Arena arena, long bytes) {
        Calls system = calls;
        return system == null ? Optional.empty() : system.map(arena, bytes).map(SegmentAllocator::slicingAllocator);
    }

    /// The system's functions. One handle calls all three, since making one is what costs: each
    /// takes its arguments, six words at most, from the registers that these have, and looks at no
    /// others.
    ///
    /// @param handle takes the function, then the six words
    private record Calls(MethodHandle handle, MemorySegment mmap, MemorySegment madvise, MemorySegment munmap) {
        @SuppressWarnings("restricted") // Checked by prepare().
        static Calls link() {
            Linker linker = Linker.nativeLinker();
            SymbolLookup functions = linker.defaultLookup();
            ValueLayout word = ValueLayout.JAVA_LONG;
            return new Calls(
                    linker.downcallHandle(FunctionDescriptor.of(word, word, word, word, word, word, word)),
                    functions.findOrThrow("mmap"),
                    functions.findOrThrow("madvise"),
                    functions.findOrThrow("munmap"));
        }

        @SuppressWarnings("restricted")
        Optional<MemorySegment> map(Arena arena, long bytes) {
            long mapped = bytes + BYTES; // So that a huge page begins in it.
            long start = call(mmap, 0, mapped, READ_AND_WRITE, PRIVATE_ANONYMOUS_NO_RESERVE);
            if (start == -1) {
                return Optional.empty();
            }
            long aligned = (start + BYTES - 1) & -BYTES;
            call(madvise, aligned, bytes, ADVICE_HUGE_PAGE, 0); // Advice: a refusal changes nothing.
            return Optional.of(
                    MemorySegment.ofAddress(aligned).reinterpret(bytes, arena, _ -> call(munmap, start, mapped, 0, 0)));
        }

        /// Calls with four words, then those that say that there is no file.
        private long call(MemorySegment function, long first, long second, long third, long fourth) {
            try {
                return (long) handle.invokeExact(function, first, second, third, fourth, -1L, 0L);
            } catch (Throwable e) {
                throw new LinkageError("the system could not be called", e);
            }
        }
    }
}
