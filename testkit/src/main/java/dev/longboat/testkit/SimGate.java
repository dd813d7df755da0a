package dev.longboat.testkit;

import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.TooManyFilesException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What every call to a [SimDisk] passes: one at a time, counted, told to listeners, failed as
/// planned, written down, and refused once the power is off.
///
/// Guarded by its own lock, which is the disk's.
final class SimGate {
    /// What a call does once it is through.
    @FunctionalInterface
    interface Body<T> {
        T run(Call call) throws IOException;
    }

    private final SimDisk disk;
    private final ReentrantLock lock = new ReentrantLock();
    private final FaultPlan faults = new FaultPlan();
    private final List<CallListener> listeners = new CopyOnWriteArrayList<>();

    private long calls;
    private long crashCall;
    private CrashMoment crashMoment = CrashMoment.BEFORE;
    private boolean listening;
    private @Nullable String death;
    private @Nullable Throwable listenerFailure;
    private @Nullable Transcript transcript;

    SimGate(SimDisk disk) {
        this.disk = disk;
    }

    /// Lets one call through.
    ///
    /// @param line how a transcript tells it
    <T> T call(CallKind kind, String name, Supplier<String> line, Body<T> body) throws IOException {
        lock.lock();
        try {
            requireAlive();
            if (listening) {
                throw new IllegalStateException(
                        "a crash point's listener must leave the disk alone: " + kind.verb() + " " + name);
            }
            var call = new Call(kind, name, kind.mutates() ? ++calls : calls);
            if (kind.mutates()) {
                call.reach(CrashMoment.BEFORE, true);
            }
            call.effect = faults.next(kind, name);
            if (call.effect.orElse(null) instanceof FaultEffect.Delay delay) {
                runUnlocked(delay.hook());
                requireAlive();
            }
            return run(call, line, body);
        } finally {
            lock.unlock();
        }
    }

    private <T> T run(Call call, Supplier<String> line, Body<T> body) throws IOException {
        try {
            call.failBefore();
            T result = body.run(call);
            call.failAfter();
            note(call, () -> line.get() + call.remark);
            return result;
        } catch (IOException failure) {
            note(call, () -> line.get() + call.remark + " failed: " + reason(failure));
            throw failure;
        }
    }

    private static String reason(IOException failure) {
        String message = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private void runUnlocked(Runnable hook) {
        lock.unlock();
        try {
            hook.run();
        } finally {
            lock.lock();
        }
    }

    /// Looks at the disk, or changes it, from outside the simulated world.
    <T> T look(Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }

    /// Like [#look], for what gives nothing back.
    void change(Runnable body) {
        look(() -> {
            body.run();
            return true;
        });
    }

    private void note(Call call, Supplier<String> line) {
        Transcript attached = transcript;
        if (attached != null && !call.quiet && (call.kind.mutates() || call.opensToWrite || attached.withReads())) {
            attached.add(line.get());
        }
    }

    private void requireAlive() {
        if (death != null) {
            throw new SimulatedCrash(death);
        }
    }

    long calls() {
        return calls;
    }

    boolean crashed() {
        return death != null;
    }

    void crashAt(long call, CrashMoment moment) {
        crashCall = call;
        crashMoment = moment;
    }

    /// Refuses every call from now on.
    void end(String cause) {
        death = cause;
    }

    void listen(CallListener listener) {
        listeners.add(listener);
    }

    Optional<Throwable> listenerFailure() {
        return Optional.ofNullable(listenerFailure);
    }

    FaultPlan faults() {
        return faults;
    }

    void record(Transcript into) {
        transcript = into;
    }

    /// One call on its way. Guarded by the disk's lock.
    final class Call {
        private final CallKind kind;
        private final String name;
        private final long number;
        private Optional<FaultEffect> effect = Optional.empty();
        private String remark = "";
        private boolean quiet;
        private boolean opensToWrite;

        private Call(CallKind kind, String name, long number) {
            this.kind = kind;
            this.name = name;
            this.number = number;
        }

        /// The planned effect, when it is of this type.
        <E extends FaultEffect> Optional<E> effect(Class<E> type) {
            return effect.filter(type::isInstance).map(type::cast);
        }

        /// Adds to the transcript's line.
        void remark(String text) {
            remark += " " + text;
        }

        /// Nothing was done: no line.
        void quiet() {
            quiet = true;
        }

        void opensToWrite() {
            opensToWrite = true;
        }

        /// The call has taken effect and nothing of it is certain yet.
        ///
        /// @param telling whether a crash here leaves what no crash before or after the call does
        void underWay(boolean telling) {
            reach(CrashMoment.DURING, telling);
        }

        private void reach(CrashMoment moment, boolean telling) {
            var point = new CrashPoint(disk, number, kind, name, moment);
            if (telling && !listeners.isEmpty()) {
                tell(point);
            }
            if (number == crashCall && moment == crashMoment) {
                end("the power went off " + point);
                requireAlive();
            }
        }

        private void tell(CrashPoint point) {
            listening = true;
            try {
                for (CallListener listener : listeners) {
                    listener.reached(point);
                }
            } catch (Exception failure) {
                var error = new AssertionError("crash point " + point + ": " + failure, failure);
                keepFirst(error);
                throw error;
            } catch (Error failure) {
                keepFirst(failure);
                throw failure;
            } finally {
                listening = false;
            }
        }

        private void keepFirst(Throwable failure) {
            listenerFailure = listenerFailure == null ? failure : listenerFailure;
        }

        private void failBefore() throws IOException {
            switch (effect.orElse(null)) {
                case FaultEffect.InputOutput(boolean afterwards) when !afterwards -> throw inputOutput();
                case FaultEffect.NoSpace _ -> throw new DiskFullException(name + ": No space left on device");
                case FaultEffect.TooManyOpenFiles _ -> throw new TooManyFilesException(name + ": Too many open files");
                case null, default -> {}
            }
        }

        private void failAfter() throws IOException {
            if (effect.orElse(null) instanceof FaultEffect.InputOutput) {
                throw inputOutput();
            }
        }

        IOException inputOutput() {
            return new FileSystemException(name, null, "Input/output error");
        }
    }
}
