package dev.longboat.server;

import com.sun.management.OperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;

/// What there is to share out. Immutable.
///
/// @param heapBytesMax of this process
/// @param networkBytesMax what network buffers of this process may take
record Machine(int processors, long heapBytesMax, long networkBytesMax) {
    static Machine here() {
        Runtime runtime = Runtime.getRuntime();
        return new Machine(runtime.availableProcessors(), runtime.maxMemory(), PlatformDependent.maxDirectMemory());
    }

    /// All memory of the machine, or of the control group when that is less. Asking costs a tenth
    /// of a second, so it is asked only when somebody chose a size.
    static long memoryBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
