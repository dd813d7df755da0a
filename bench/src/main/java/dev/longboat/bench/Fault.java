package dev.longboat.bench;

import java.io.IOException;
import java.util.Random;

/// What a laboratory does to a server at an unforeseen moment. Confined to the laboratory's thread.
interface Fault {
    /// Strikes, ends the server, and makes its ground usable again.
    ///
    /// @return what happened, for a reader
    String strike(Server server, Random random) throws IOException, InterruptedException;
}
