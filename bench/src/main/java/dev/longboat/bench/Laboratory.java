package dev.longboat.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Rounds of one shape: start a server, verify what the fault before left, load it, strike it at an
/// unforeseen moment. After each, a new server over the same store must hold every write that was
/// acknowledged in any round, and of a write whose answer never came all or nothing, which then
/// stays as it is. Confined to the main thread.
///
/// One round in five also strikes a server at any moment of its start, so that a recovery is cut
/// and taken up by the next one. Now and then a new store begins.
final class Laboratory {
    private static final int ROUNDS_PER_CUT_START = 5;
    private static final int LOAD_SECONDS_MAX = 60;
    private static final int LAST_MILLIS_MAX = 30;

    private final Subject subject;
    private final Ground ground;
    private final Fault fault;
    private final Plan plan;
    private final IntFunction<Habits> habits;
    private final int rounds;
    private final Random random;
    private final Findings findings;

    /// With clients of the usual habits.
    Laboratory(Subject subject, Ground ground, Fault fault, Plan plan) {
        this(subject, ground, fault, plan, Habits::usual);
    }

    /// @param habits of each client, by its number
    Laboratory(Subject subject, Ground ground, Fault fault, Plan plan, IntFunction<Habits> habits) {
        this.subject = subject;
        this.ground = ground;
        this.fault = fault;
        this.plan = plan;
        this.habits = habits;
        this.rounds = plan.rounds(subject);
        this.random = new Random(plan.seed);
        this.findings = new Findings(subject.name());
    }

    /// Makes all rounds, or ends with the first that finds a violation.
    Findings run() throws IOException, InterruptedException {
        try {
            while (findings.rounds() < rounds && findings.isClean()) {
                roundsOfAStore(Math.min(plan.roundsPerStore, rounds - findings.rounds()));
            }
        } catch (IOException e) {
            if (findings.isClean()) {
                throw e;
            }
        } finally {
            if (!findings.isClean()) {
                ground.keep();
                System.err.println("The store stays in " + ground.data());
            }
        }
        return findings;
    }

    private void roundsOfAStore(int count) throws IOException, InterruptedException {
        ground.renew();
        findings.store();
        List<Habits> each = IntStream.range(0, plan.clients).mapToObj(habits).toList();
        try (Crew crew = new Crew(each, subject.remembers(), random, findings.tally())) {
            for (int i = 0; i < count && findings.isClean(); i++) {
                round(crew);
            }
            end(crew);
        }
    }

    private void round(Crew crew) throws IOException, InterruptedException {
        findings.round();
        if (findings.rounds() % ROUNDS_PER_CUT_START == 0) {
            strikeStart();
        }
        try (Server server = start()) {
            crew.verify(server);
            Crew.Shift shift = crew.work(server, random);
            shift.awaitWrites(random.nextInt(2 * plan.writes + 1), LOAD_SECONDS_MAX);
            TimeUnit.MICROSECONDS.sleep(random.nextInt(1000 * LAST_MILLIS_MAX));
            String started = Durations.seconds(server.startup());
            String struck = fault.strike(server, random, findings);
            shift.end();
            System.err.printf(
                    Locale.ROOT,
                    "%s %d/%d: first read after %s; %s after %d writes, %d keys in doubt; %s%n",
                    subject.name(),
                    findings.rounds(),
                    rounds,
                    started,
                    struck,
                    shift.writes(),
                    crew.inDoubt(),
                    server.summary());
        }
    }

    private Server start() throws IOException {
        Server server = subject.launch(ground, random);
        try {
            server.awaitRead();
            findings.restarted(server);
            return server;
        } catch (IOException e) {
            server.close();
            findings.tally().compared(false, () -> "the server does not serve: " + e.getMessage());
            throw e;
        }
    }

    /// Strikes a server while it starts, or shortly after.
    private void strikeStart() throws IOException, InterruptedException {
        try (Server server = subject.launch(ground, random)) {
            long typicalMillis = Math.max(1, findings.firstReads().median().toMillis());
            TimeUnit.MILLISECONDS.sleep(random.nextLong(typicalMillis));
            fault.strike(server, random, findings);
            findings.cutStart();
        }
    }

    /// What the last fault left is verified, and verified again after an orderly stop.
    private void end(Crew crew) throws IOException, InterruptedException {
        for (int i = 0; i < 2 && findings.isClean(); i++) {
            try (Server server = start()) {
                crew.verify(server);
                server.stop();
            }
        }
    }
}
