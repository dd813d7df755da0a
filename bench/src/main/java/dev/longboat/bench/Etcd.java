package dev.longboat.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// etcd, one node, as Debian packages it. Immutable.
final class Etcd implements Product {
    private static final String PROGRAM = "etcd";

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public String settings() {
        return Programs.version(PROGRAM, "--version") + ", one node, --quota-backend-bytes 8589934592"
                + " --max-request-bytes 16777216 --auto-compaction-retention 0, otherwise defaults; an answered put is"
                + " synced, reads are linearizable; etcdserverpb.KV by bare stubs, one connection for each client";
    }

    @Override
    public Optional<String> missing() {
        return Programs.missing(PROGRAM, "etcd-server");
    }

    @Override
    public Target start(Path directory, Workload workload) throws IOException {
        int port = Ports.free();
        int peerPort = Ports.free();
        String clients = "http://127.0.0.1:" + port;
        String peers = "http://127.0.0.1:" + peerPort;
        List<String> command = List.of(
                PROGRAM,
                "--name=bench",
                "--data-dir=" + directory.resolve("data"),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=bench=" + peers,
                "--quota-backend-bytes=8589934592",
                "--max-request-bytes=16777216",
                "--auto-compaction-retention=0",
                "--log-level=error");
        String endpoint = "127.0.0.1:" + port;
        return ChildServer.start(
                command,
                directory,
                port,
                (_, _) -> new KeyValueCalls(endpoint, KeyValueCalls.ETCD),
                workload.dataset().toRead(0));
    }
}
