package dev.longboat.testkit;

import java.util.Map;
import java.util.TreeMap;

/// A directory: the entries that the running process sees, and those on the medium.
/// Guarded by its disk's lock.
final class SimDirectory implements SimNode {
    final Map<String, SimNode> seen = new TreeMap<>();
    final Map<String, SimNode> durable = new TreeMap<>();
}
