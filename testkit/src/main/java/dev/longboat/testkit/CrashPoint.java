package dev.longboat.testkit;

import java.util.Locale;

/// A moment of a running workload at which the power could go off.
///
/// The workload stands still while its listener looks at the point: take crash states with
/// `point.disk().crash(...)`, and let others recover from them. Immutable.
///
/// @param disk the disk under the workload; the listener must not read or write it
/// @param call the number of the call, from 1
/// @param name the name that was called with
public record CrashPoint(SimDisk disk, long call, CallKind kind, String name, CrashMoment moment) {
    @Override
    public String toString() {
        return moment.name().toLowerCase(Locale.ROOT) + " call " + call + ", " + kind.verb() + " " + name;
    }
}
