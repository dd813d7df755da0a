package dev.longboat.testkit;

/// One planned failure of a [SimDisk]: `Fault.nth(CallKind.SYNC, 3, new FaultEffect.LostSync())`.
///
/// Calls are counted from 1, from the moment at which the fault is planned, and only those of its
/// kind whose name begins with its prefix. Of several faults that meet in one call the one planned
/// first strikes. Immutable.
///
/// @param prefix beginning of the names it concerns; empty for all
/// @param lasting whether every later call fails too
public record Fault(CallKind kind, String prefix, long nth, boolean lasting, FaultEffect effect) {
    public Fault {
        if (nth < 1) {
            throw new IllegalArgumentException("calls are counted from 1, not " + nth);
        }
        if (!effect.suits(kind)) {
            throw new IllegalArgumentException(effect + " does not happen to a " + kind.verb());
        }
    }

    /// The n-th call of a kind fails.
    public static Fault nth(CallKind kind, long nth, FaultEffect effect) {
        return new Fault(kind, "", nth, false, effect);
    }

    /// The same fault for files and directories whose name begins with `names` only.
    public Fault under(String names) {
        return new Fault(kind, names, nth, lasting, effect);
    }

    /// The same fault, for the n-th and every later call.
    public Fault forGood() {
        return new Fault(kind, prefix, nth, true, effect);
    }
}
