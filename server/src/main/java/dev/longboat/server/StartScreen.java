package dev.longboat.server;

import dev.longboat.engine.StoreStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is shown when a server is ready: where it is, where the data lies, what to try, and the
/// line that programs wait for. Immutable.
final class StartScreen {
    private StartScreen() {}

    static List<String> lines(ServerConfig config, RunningServer server, String version, double seconds) {
        StoreStatistics store = server.store().statistics();
        Listening listening = server.listening();
        String client = client(listening);
        List<String> lines = new ArrayList<>(List.of(
                "Longboat " + version,
                "  listens on  " + String.join(" and ", listening.names()) + ", plaintext, "
                        + (listening.isLoopback() ? "this machine only" : "INSECURE: open to the network"),
                "  data in     " + config.data().toAbsolutePath().normalize(),
                "  store       " + server.store().id().toString().replace("-", ""),
                String.format(
                        Locale.ROOT,
                        "  holds       %,d keys at revision %,d, in %s; %s",
                        store.keys(),
                        store.revision(),
                        mib(store.journalBytes() + store.tableBytes()),
                        RetentionText.told(config.retention())),
                "  memory      " + mib(config.memoryBytes()) + " for caches and memtables"));
        server.text()
                .ifPresent(text -> lines.add(
                        "  text on     " + String.join(" and ", text.listening().names())));
        server.web()
                .ifPresent(web -> lines.add(
                        "  tells       http://" + web.listening().names().getFirst() + "/metrics and /health/ready"));
        lines.addAll(List.of(
                "",
                "Try, in another terminal:",
                "  " + client + "set greeting hello",
                "  " + client + "get greeting",
                "  " + client + "stat",
                "Ctrl-C stops the server; what was acknowledged is on disk at any moment.",
                "",
                String.format(
                        Locale.ROOT, "ready on %s in %.2f s", listening.names().getFirst(), seconds)));
        return lines;
    }

    private static String client(Listening listening) {
        return "bin/lbclient " + (listening.port() == 50051 ? "" : "--port " + listening.port() + " ");
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MiB", bytes / 1048576.0);
    }
}
