package dev.longboat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One laboratory for our server, and then for the peers that were asked for, with the same load,
/// the same faults and the same eyes. Confined to the main thread.
///
/// @param title what is done to them
record Trial(String title, Plan plan) {
    /// The exit code of a laboratory that cannot do its work on this machine: never a success.
    static final int NOT_RUN = 77;

    /// The rounds with one subject.
    interface Rounds {
        Findings with(Subject subject) throws Exception;
    }

    /// Makes the rounds and prints what came of them.
    ///
    /// @param missing why this machine has not what the laboratory needs, if so
    /// @return the exit code: 0, 1 when our server did something that it must not, [#NOT_RUN]
    int run(Optional<String> missing, Rounds rounds) throws Exception {
        return run(missing, Subject::missing, rounds);
    }

    /// The same for a laboratory that knows only our ways to serve and to end.
    int runAlone(Optional<String> missing, Rounds rounds) throws Exception {
        return run(missing, _ -> Optional.of("this laboratory tries Longboat alone"), rounds);
    }

    private int run(Optional<String> missing, Function<Subject, Optional<String>> obstacle, Rounds rounds)
            throws Exception {
        if (missing.isPresent()) {
            System.out.println(title + ": not run: " + missing.get());
            return NOT_RUN;
        }
        System.out.println(title + ", seed " + plan.seed);
        List<Findings> columns = new ArrayList<>();
        Findings ours = rounds.with(new Ours());
        columns.add(ours);
        List<String> notRun = new ArrayList<>();
        for (Subject peer : plan.peers()) {
            Optional<String> why = obstacle.apply(peer);
            if (why.isEmpty()) {
                columns.add(rounds.with(peer));
            } else {
                notRun.add(peer.name() + ": not run: " + why.get());
            }
        }
        System.out.println();
        Findings.print(columns);
        notRun.forEach(System.out::println);
        if (ours.rounds() == 0) {
            System.out.println(title + ": not run: no fault was to strike");
            return NOT_RUN;
        }
        return ours.isClean() ? 0 : 1;
    }
}
