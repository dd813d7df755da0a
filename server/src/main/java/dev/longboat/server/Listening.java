package dev.longboat.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The addresses that a server listens on, with the ports settled. Immutable.
///
/// @param sockets at least one
record Listening(List<InetSocketAddress> sockets) {
    private static final int FREE_PORT_TRIES = 20;
    private static final int BACKLOG = 128;

    Listening {
        sockets = List.copyOf(sockets);
    }

    /// Resolves names and settles the ports of gRPC.
    ///
    /// @throws ConfigException when a name is unknown, or an address lies beyond the loopback and
    ///     that was not allowed
    /// @throws IOException when there is no address to listen on
    static Listening of(ServerConfig config) throws ConfigException, IOException {
        List<InetAddress> addresses = resolved(config.listen());
        if (!config.insecure()) {
            refuseBeyondLoopback(addresses);
        }
        return on(addresses, config.ports());
    }

    /// The same addresses with another port.
    ///
    /// @param port 0 for a free one
    /// @throws IOException when none is free
    Listening withPort(int port) throws IOException {
        return on(sockets.stream().map(InetSocketAddress::getAddress).distinct().toList(), List.of(port));
    }

    private static Listening on(List<InetAddress> addresses, List<Integer> ports) throws IOException {
        Set<Integer> settled = new LinkedHashSet<>();
        for (int port : ports) {
            if (port != 0) {
                settled.add(port);
            } else {
                while (!settled.add(freePort(addresses))) {
                    // Found before; another is free as well.
                }
            }
        }
        return new Listening(settled.stream()
                .flatMap(port -> addresses.stream().map(address -> new InetSocketAddress(address, port)))
                .toList());
    }

    /// `localhost` is 127.0.0.1 and, where the machine has it, ::1: some clients dial the one, some
    /// the other.
    private static List<InetAddress> resolved(List<String> names) throws ConfigException, IOException {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        List<String> faults = new ArrayList<>();
        for (String name : names) {
            try {
                if (name.equals("localhost")) {
                    addresses.add(InetAddress.ofLiteral("127.0.0.1"));
                    InetAddress six = InetAddress.ofLiteral("::1");
                    if (isHere(six)) {
                        addresses.add(six);
                    }
                } else {
                    addresses.addAll(List.of(InetAddress.getAllByName(name)));
                }
            } catch (UnknownHostException _) {
                faults.add("listen: " + name + " is no address and no name that is known");
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return List.copyOf(addresses);
    }

    private static void refuseBeyondLoopback(List<InetAddress> addresses) throws ConfigException {
        List<String> faults = addresses.stream()
                .filter(address -> !address.isLoopbackAddress())
                .map(address -> "listen: " + address.getHostAddress() + " can be reached from other machines, and there"
                        + " is no TLS and no password: whoever reaches it reads and writes everything."
                        + " Listen on localhost, or say --insecure if that is what you want")
                .toList();
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }

    private static boolean isHere(InetAddress address) {
        return isFree(0, address);
    }

    /// A port that is free on all of the addresses. Somebody may take it before we do; then
    /// starting fails, and says so.
    private static int freePort(List<InetAddress> addresses) throws IOException {
        for (int tries = 0; tries < FREE_PORT_TRIES; tries++) {
            int port;
            try (ServerSocket socket = new ServerSocket(0, BACKLOG, addresses.getFirst())) {
                port = socket.getLocalPort();
            }
            if (addresses.stream().allMatch(address -> isFree(port, address))) {
                return port;
            }
        }
        throw new BindException("no port is free on all of " + addresses);
    }

    private static boolean isFree(int port, InetAddress address) {
        try (ServerSocket _ = new ServerSocket(port, BACKLOG, address)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// The first port.
    int port() {
        return sockets.getFirst().getPort();
    }

    /// Whether only this machine can reach it.
    boolean isLoopback() {
        return sockets.stream().allMatch(socket -> socket.getAddress().isLoopbackAddress());
    }

    /// Such as `127.0.0.1:50051`.
    List<String> names() {
        return sockets.stream().map(Listening::name).toList();
    }

    private static String name(InetSocketAddress socket) {
        String host = socket.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host.replace("0:0:0:0:0:0:0:1", "::1") + "]" : host) + ":"
                + socket.getPort();
    }
}
