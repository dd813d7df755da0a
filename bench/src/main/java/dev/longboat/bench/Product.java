package dev.longboat.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A kind of store that we can start and measure, ours or a peer. Immutable.
interface Product {
    /// How pairs are brought in before anything is measured.
    ///
    /// @param door the way in
    /// @param clients how many; 0 when nothing needs to be brought in
    /// @param inFlight operations that each has under way
    record Loading(String door, int clients, int inFlight) {
        static final Loading BY_MANY = new Loading("", 32, 1);
        static final Loading NONE = new Loading("", 0, 1);
    }

    /// Its name in options and results.
    String name();

    /// Its version, its durability and whatever else is not as usual.
    String settings();

    /// Why it cannot run here; empty when it can.
    Optional<String> missing();

    /// The ways into it; the first is the usual one, and is named by nothing.
    default List<String> doors() {
        return List.of("");
    }

    /// How it is loaded fastest.
    default Loading loading() {
        return Loading.BY_MANY;
    }

    /// Starts it over a directory, new or left by an earlier one, and waits until it serves a read.
    ///
    /// @param workload what it will serve: a ceiling answers with values of its length
    Target start(Path directory, Workload workload) throws IOException;
}
