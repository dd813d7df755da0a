package dev.longboat.bench;

import java.util.Locale;

/// What a load does to a store: which pairs, how often reads, how many clients, how fast. The one
/// model of all experiments. Immutable.
///
/// @param pairs how many there are, loaded before
/// @param keyBytes the length of a key
/// @param valueBytes the length of a value
/// @param readPercent how many of a hundred operations are reads
/// @param distribution which pairs are chosen
/// @param clients how many, each with a connection of its own
/// @param inFlight how many operations a client has under way at once, where its door can
/// @param perSecond operations due in a second, of all clients together: an open loop, where an
///     operation's latency counts from when it was due; 0 for a closed loop, where a client begins
///     the next one when the last is answered
/// @param operations after how many, of all clients, a run ends; 0 for no such end
/// @param seed what chance is drawn from
record Workload(
        long pairs,
        int keyBytes,
        int valueBytes,
        int readPercent,
        Distribution distribution,
        int clients,
        int inFlight,
        double perSecond,
        long operations,
        long seed) {
    Workload {
        check("pairs", pairs, 1, Long.MAX_VALUE);
        check("keyBytes", keyBytes, Dataset.KEY_BYTES_MIN, 65_535);
        check("valueBytes", valueBytes, Long.BYTES, 1 << 30);
        check("readPercent", readPercent, 0, 100);
        check("clients", clients, 1, 10_000);
        check("inFlight", inFlight, 1, 100_000);
        check("operations", operations, 0, Long.MAX_VALUE);
        if (!(perSecond >= 0)) {
            throw new IllegalArgumentException("perSecond is " + perSecond + ", and must not be below 0");
        }
    }

    /// Pairs with keys of 128 bytes, read by one client in a closed loop, uniformly.
    static Workload of(long pairs, int valueBytes) {
        return new Workload(pairs, 128, valueBytes, 100, Distribution.UNIFORM, 1, 1, 0, 0, 1);
    }

    Workload withKeyBytes(int bytes) {
        return new Workload(
                pairs, bytes, valueBytes, readPercent, distribution, clients, inFlight, perSecond, operations, seed);
    }

    Workload withReadPercent(int percent) {
        return new Workload(
                pairs, keyBytes, valueBytes, percent, distribution, clients, inFlight, perSecond, operations, seed);
    }

    Workload withDistribution(Distribution other) {
        return new Workload(
                pairs, keyBytes, valueBytes, readPercent, other, clients, inFlight, perSecond, operations, seed);
    }

    Workload withClients(int count) {
        return new Workload(
                pairs, keyBytes, valueBytes, readPercent, distribution, count, inFlight, perSecond, operations, seed);
    }

    Workload withInFlight(int count) {
        return new Workload(
                pairs, keyBytes, valueBytes, readPercent, distribution, clients, count, perSecond, operations, seed);
    }

    Workload withPerSecond(double rate) {
        return new Workload(
                pairs, keyBytes, valueBytes, readPercent, distribution, clients, inFlight, rate, operations, seed);
    }

    Workload withOperations(long count) {
        return new Workload(
                pairs, keyBytes, valueBytes, readPercent, distribution, clients, inFlight, perSecond, count, seed);
    }

    Workload withSeed(long other) {
        return new Workload(
                pairs,
                keyBytes,
                valueBytes,
                readPercent,
                distribution,
                clients,
                inFlight,
                perSecond,
                operations,
                other);
    }

    /// Writes every pair once, in order: how a store is loaded.
    Workload loading(int byClients) {
        return withReadPercent(0)
                .withDistribution(Distribution.ONCE)
                .withClients(byClients)
                .withPerSecond(0)
                .withOperations(pairs);
    }

    /// Its pairs.
    Dataset dataset() {
        return new Dataset("bench/", pairs, keyBytes, valueBytes);
    }

    boolean isOpenLoop() {
        return perSecond > 0;
    }

    /// `4 KiB, 50 % reads, 8 clients`.
    String summary() {
        return String.format(
                Locale.ROOT,
                "%s, %d %% reads, %d %s%s%s",
                Bytes.text(valueBytes),
                readPercent,
                clients,
                clients == 1 ? "client" : "clients",
                distribution == Distribution.UNIFORM ? "" : ", " + distribution.text(),
                isOpenLoop() ? String.format(Locale.ROOT, ", %.0f/s due", perSecond) : "");
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", not in " + min + ".." + max);
        }
    }
}
