package dev.longboat.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A single etcd. Immutable.
final class EtcdSubject implements Subject {
    private static final String PROGRAM = "etcd";
    private static final int STOPPED = 128 + 15; // It hands the signal on to itself.
    private static final String REQUEST_BYTES_MAX = Integer.toString(16 << 20);

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public Optional<String> missing() {
        return Programs.missing(PROGRAM, "etcd-server");
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public Server launch(Ground ground, Random random) throws IOException {
        int port = Ports.free();
        String clients = "http://127.0.0.1:" + port;
        String peers = "http://127.0.0.1:" + Ports.free();
        List<String> command = List.of(
                PROGRAM,
                "--name=lab",
                "--data-dir=" + ground.data(),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=lab=" + peers,
                "--max-request-bytes=" + REQUEST_BYTES_MAX,
                "--quota-backend-bytes=" + (8L << 30));
        Child child = Child.start(command, Map.of(), ground.log(), _ -> {});
        return new PeerProcess(child, port, STOPPED, (at, _) -> new EtcdLine(at));
    }
}
