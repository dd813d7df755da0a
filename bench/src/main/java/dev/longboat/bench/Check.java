package dev.longboat.bench;

import dev.longboat.client.Key;
import dev.longboat.client.LongboatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The concurrency tester of classic system E, for every door: clients at once with random
/// operations, every answer held against what each client expects, and at the end all pairs
/// against all expectations. Confined to the main thread.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lets clients work at once on a door and holds every answer, and in the end all pairs, against what they"
                    + " expect. Status 0 is SUCCESS, 1 FAILURE."
        })
final class Check implements Callable<Integer> {
    private static final String PREFIX = "check/";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--door",
            paramLabel = "DOOR",
            split = ",",
            description = "native, session, a, c, d, e, or all (default ${DEFAULT-VALUE}).")
    private List<String> doors = List.of("all");

    @Option(names = "--clients", paramLabel = "N", description = "Clients at once (default ${DEFAULT-VALUE}).")
    private int clients = 20;

    @Option(names = "--operations", paramLabel = "N", description = "Of each client (default ${DEFAULT-VALUE}).")
    private int operations = 50;

    @Option(names = "--keys", paramLabel = "N", description = "Of each client (default ${DEFAULT-VALUE}).")
    private int keys = 10;

    @Option(names = "--seed", paramLabel = "N", description = "What the clients do (default: the time).")
    private long seed = System.currentTimeMillis();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (clients < 1 || operations < 1 || keys < 1) {
            throw new ParameterException(spec.commandLine(), "clients, operations and keys are 1 and more");
        }
        List<Door> checked = doors();
        System.out.printf("%d clients, %d operations each on %d keys each, seed %d%n", clients, operations, keys, seed);
        try (Scratch scratch = new Scratch()) {
            Path directory = scratch.directory();
            int textPort = Ports.free();
            ServerSettings settings =
                    ServerSettings.below(directory).arguments("--text-port", Integer.toString(textPort));
            boolean right = true;
            try (ServerProcess server = ServerProcess.start(settings, Key.of(PREFIX))) {
                for (Door door : checked) {
                    right &= check(door, door == Door.E ? "localhost:" + textPort : server.endpoint());
                }
                server.stop();
            }
            return right ? 0 : 1;
        }
    }

    private List<Door> doors() {
        try {
            return doors.contains("all")
                    ? List.of(Door.values())
                    : doors.stream().map(Door::named).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /// Checks one door and prints a line.
    private boolean check(Door door, String endpoint) throws InterruptedException {
        long started = System.nanoTime();
        String verdict = "SUCCESS";
        try {
            String prefix = PREFIX + door + "/";
            compare(run(door, endpoint, prefix), door, endpoint, prefix);
        } catch (IOException | LongboatException e) {
            verdict = "FAILURE: " + e.getMessage();
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf(
                Locale.ROOT, "%-8s %,8.0f operations/s  %s%n", door, clients * (double) operations / seconds, verdict);
        return verdict.equals("SUCCESS");
    }

    /// @return what must be there when all clients are done
    private Map<String, String> run(Door door, String endpoint, String prefix)
            throws IOException, InterruptedException {
        Map<String, String> expected = new TreeMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<Map<String, String>>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(new CheckedClient(
                        door, endpoint, prefix + i + "/", operations, keys, Arrays.hashCode(new long[] {seed, i}))));
            }
            for (Future<Map<String, String>> client : running) {
                expected.putAll(client.get());
            }
            return expected;
        } catch (ExecutionException e) {
            throw new IOException(Reason.of(e), e);
        }
    }

    private static void compare(Map<String, String> expected, Door door, String endpoint, String prefix)
            throws IOException {
        try (Caller caller = door.open(endpoint)) {
            Map<String, String> found = new TreeMap<>(caller.pairs(prefix));
            if (!found.equals(expected)) {
                throw new IOException("in the end there are " + found.size() + " pairs, other than the "
                        + expected.size() + " expected");
            }
        }
    }
}
