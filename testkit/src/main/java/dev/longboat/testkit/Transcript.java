package dev.longboat.testkit;

import java.util.ArrayList;
import java.util.List;

/// What was done to a disk, one line for each call, for golden tests. A transcript may go on from a
/// disk to the one that a crash left of it.
///
///     create journal/00000001.seg durable
///     write journal/00000001.seg 0 +4096
///     syncdir .
///     crash kept 512 of 4096 unsynced bytes, 1 of 2 names
///
/// Safe for concurrent use.
public final class Transcript {
    private final List<String> lines = new ArrayList<>();
    private final boolean withReads;

    private Transcript(boolean withReads) {
        this.withReads = withReads;
    }

    /// A transcript of what may change the disk, opening to write included.
    public static Transcript ofChanges() {
        return new Transcript(false);
    }

    /// A transcript of every call.
    public static Transcript ofEverything() {
        return new Transcript(true);
    }

    boolean withReads() {
        return withReads;
    }

    /// Adds a line; tests tell their own steps between the disk's.
    public synchronized void add(String line) {
        lines.add(line);
    }

    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /// Takes the lines so far; the transcript is empty again.
    public synchronized List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    /// The lines, each ended.
    @Override
    public synchronized String toString() {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
