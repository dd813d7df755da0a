package dev.longboat.bench;

import java.util.Random;

/// SIGKILL. It proves that nothing acknowledged waits in the process, and nothing about the cache
/// of the operating system, which the simulated disk and the power cuts do. Immutable.
final class Kill implements Fault {
    @Override
    public String strike(Server server, Random random, Findings findings) {
        server.kill();
        return "killed";
    }
}
