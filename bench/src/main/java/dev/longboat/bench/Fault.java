package dev.longboat.bench;

import java.io.IOException;
import java.util.Random;

/// What a laboratory does to a server at an unforeseen moment. Confined to the laboratory's thread.
interface Fault {
    /// Strikes, ends the server, and makes its ground usable again.
    ///
    /// @param findings is told what the server did that it must not, and what is to be counted
    /// @return what happened, for a reader
    String strike(Server server, Random random, Findings findings) throws IOException, InterruptedException;
}
