package dev.longboat.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Ports of the loopback interface. Immutable.
final class Ports {
    private static final long PAUSE_MILLIS = 2;

    private Ports() {}

    /// One that nobody listens on now.
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Waits until a child listens on a port, and answers there.
    ///
    /// @throws IOException when it ends instead, or takes longer than `most`
    static void await(Child child, int port, Duration most, BooleanSupplier answers) throws IOException {
        while (!(isListening(port) && answers.getAsBoolean())) {
            if (!child.isAlive()) {
                throw child.failure("ended");
            }
            if (child.sinceStart().compareTo(most) > 0) {
                throw child.failure("did not answer within " + most.toSeconds() + " s");
            }
            pause();
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a server started");
        }
    }
}
