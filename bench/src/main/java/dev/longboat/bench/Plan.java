package dev.longboat.bench;

import java.util.List;
import picocli.CommandLine.Option;

/// How long a laboratory runs, and how hard: options that all of them have. Confined to the main
/// thread.
final class Plan {
    @Option(names = "--rounds", paramLabel = "N", description = "Faults under load (default ${DEFAULT-VALUE}).")
    int rounds = 100;

    @Option(names = "--clients", paramLabel = "N", description = "Clients at once (default ${DEFAULT-VALUE}).")
    int clients = 4;

    @Option(
            names = "--writes",
            paramLabel = "N",
            description = "Acknowledged writes before a fault, on average (default ${DEFAULT-VALUE}).")
    int writes = 1_400;

    @Option(
            names = "--rounds-per-store",
            paramLabel = "N",
            description = "Rounds until the next store begins (default ${DEFAULT-VALUE}).")
    int roundsPerStore = 50;

    @Option(names = "--seed", paramLabel = "N", description = "Loads, options and moments (default: the time).")
    long seed = System.currentTimeMillis();

    @Option(
            names = "--against",
            paramLabel = "PEER",
            split = ",",
            description = "Do the same to these as well: redis, etcd.")
    private List<String> peers = List.of();

    @Option(names = "--peer-rounds", paramLabel = "N", description = "How often to them (default ${DEFAULT-VALUE}).")
    private int peerRounds = 50;

    /// Whom else to try.
    ///
    /// @throws IllegalArgumentException when one is unknown
    List<Subject> peers() {
        return peers.stream().map(Plan::peer).toList();
    }

    private static Subject peer(String name) {
        return switch (name) {
            case "redis" -> new RedisSubject();
            case "etcd" -> new EtcdSubject();
            default -> throw new IllegalArgumentException("no peer is called " + name + "; there are redis and etcd");
        };
    }

    /// How many rounds a subject gets.
    int rounds(Subject subject) {
        return subject instanceof Ours ? rounds : peerRounds;
    }
}
