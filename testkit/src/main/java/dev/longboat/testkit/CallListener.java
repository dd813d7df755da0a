package dev.longboat.testkit;

/// Told of every [CrashPoint] of a workload: before each mutating call, and during each write that
/// will be durable at its return. (During other calls, a crash leaves no disk that one before the
/// next call does not.)
@FunctionalInterface
public interface CallListener {
    /// Called by the thread that made the call. What it throws ends that call as an error, and is
    /// kept for [SimDisk#rethrowListenerFailure].
    void reached(CrashPoint point) throws Exception;
}
