package dev.longboat.server;

import io.netty.util.internal.OutOfDirectMemoryError;

/// What happens when a thread dies of what nobody caught. An [Error] ends the process: a server
/// that has lost a thread must not limp on, and a restart is quick. Immutable.
final class LastResort implements Thread.UncaughtExceptionHandler {
    private static final System.Logger LOGGER = System.getLogger(LastResort.class.getName());

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        LOGGER.log(System.Logger.Level.ERROR, "thread " + thread.getName() + " died", thrown);
        // Netty's own count of network buffers ran out: one call failed, nothing else is wrong.
        if (thrown instanceof Error && !(thrown instanceof OutOfDirectMemoryError)) {
            Runtime.getRuntime().halt(ExitCode.INTERNAL.status());
        }
    }
}
