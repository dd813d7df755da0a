package dev.longboat.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The failures a disk has in store, and how far each has counted. Guarded by its disk's lock.
final class FaultPlan {
    private final List<Counted> planned = new ArrayList<>();

    void add(Fault fault) {
        planned.add(new Counted(fault));
    }

    void clear() {
        planned.clear();
    }

    /// Counts a call.
    ///
    /// @return what is to go wrong with it
    Optional<FaultEffect> next(CallKind kind, String name) {
        Optional<FaultEffect> first = Optional.empty();
        for (Counted each : planned) {
            if (each.strikes(kind, name) && first.isEmpty()) {
                first = Optional.of(each.fault.effect());
            }
        }
        return first;
    }

    private static final class Counted {
        private final Fault fault;
        private long calls;

        Counted(Fault fault) {
            this.fault = fault;
        }

        boolean strikes(CallKind kind, String name) {
            if (fault.kind() != kind || !name.startsWith(fault.prefix())) {
                return false;
            }
            calls++;
            return calls == fault.nth() || (calls > fault.nth() && fault.lasting());
        }
    }
}
