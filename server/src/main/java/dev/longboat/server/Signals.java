package dev.longboat.server;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// What SIGTERM, SIGINT and SIGHUP do: the first asks for a stop, a second ends the process at
/// once, which loses nothing acknowledged either.
///
/// They are handled rather than left to the virtual machine: its shutdown ends with the status 143
/// or 130, and keeps a second signal waiting. `sun.misc.Signal` belongs to the supported module
/// `jdk.unsupported`, but javac warns wherever it is named, so it is looked up by name, once.
/// Safe for concurrent use.
final class Signals {
    private static final int STATUS_OF_SIGNALS = 128;

    private final Consumer<String> stop;
    private final AtomicBoolean stopping = new AtomicBoolean();

    private Signals(Consumer<String> stop) {
        this.stop = stop;
    }

    /// Handles the signals from now on.
    ///
    /// @param stop gets the name of the first; must not wait
    static void handle(Consumer<String> stop) {
        Signals signals = new Signals(stop);
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle number = lookup.findVirtual(signal, "getNumber", MethodType.methodType(int.class));
            MethodHandle arrived = lookup.findVirtual(
                    Signals.class, "arrived", MethodType.methodType(void.class, MethodHandle.class, Object.class));
            MethodHandle target = MethodHandles.insertArguments(arrived, 0, signals, number);
            Object handling = MethodHandleProxies.asInterfaceInstance(
                    handler, target.asType(MethodType.methodType(void.class, signal)));
            MethodHandle maker = lookup.findConstructor(signal, MethodType.methodType(void.class, String.class));
            MethodHandle handle = lookup.findStatic(signal, "handle", MethodType.methodType(handler, signal, handler));
            for (String name : List.of("TERM", "INT", "HUP")) {
                var _ = handle.invoke(maker.invoke(name), handling);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("signals cannot be handled", e);
        }
    }

    @SuppressWarnings("UnusedMethod") // found by its name, above
    private void arrived(MethodHandle numberOf, Object signal) throws Throwable {
        if (stopping.compareAndSet(false, true)) {
            stop.accept(signal.toString());
        } else {
            Runtime.getRuntime().halt(STATUS_OF_SIGNALS + (int) numberOf.invoke(signal));
        }
    }
}
