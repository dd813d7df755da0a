package dev.longboat.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/// Chooses which tables to merge. Immutable.
///
/// Young runs of like size are merged into one, so that their number grows with the logarithm of
/// the data and a row is rewritten as seldom. The bottom, the oldest run, is different once it is
/// large: the run above it sinks into it table by table, each with the tables of the bottom that
/// overlap it, so that no merge is long and none needs much space. That happens when what is above
/// has grown to the size of the bottom, or earlier, when enough in it makes older rows forgettable.
///
/// @param fanIn how many runs make a merge worthwhile
/// @param tableBytesMax the size at which a run goes on in another table
record CompactionPicker(int fanIn, long tableBytesMax) {
    /// A run joins those before it when it is at most so many times as large as all of them
    /// together.
    private static final int GROWTH_MAX = 2;

    /// With so many runs, the newest are merged whatever their sizes.
    private static final int RUNS_MAX = 12;

    /// A bottom of so many tables is merged in pieces.
    private static final int WHOLE_TABLES_MAX = 4;

    /// Garbage is merged away when it may be more than one row in so many.
    private static final int GARBAGE_SHARE = 4;

    /// The merge to do now, if any.
    ///
    /// @param runs newest first
    /// @param victims segments that values should leave
    /// @param fits whether there is room for a merge; the next best is looked for if not
    Optional<Compaction> pick(List<SortedRun> runs, Reach reach, Set<Integer> victims, Predicate<Compaction> fits) {
        return fewerRuns(runs)
                .filter(fits)
                .or(() -> garbageAbove(runs, reach, GARBAGE_SHARE).filter(fits))
                .or(() -> garbageWithin(runs, reach, GARBAGE_SHARE).filter(fits))
                .or(() -> values(runs, victims).filter(fits));
    }

    /// The merge that gives room back, if any, however little: for when there is none left.
    ///
    /// @param settled tables in which a merge at the bottom has left no garbage
    Optional<Compaction> pickForRoom(
            List<SortedRun> runs,
            Reach reach,
            Set<Integer> victims,
            Predicate<LiveTable> settled,
            Predicate<Compaction> fits) {
        return garbageAbove(runs, reach, Integer.MAX_VALUE)
                .filter(fits)
                .or(() -> garbageWithin(runs, reach, Integer.MAX_VALUE).filter(fits))
                .or(() -> unsettled(runs, reach, settled).filter(fits))
                .or(() -> values(runs, victims).filter(fits))
                .or(() -> fewerRuns(runs).filter(fits));
    }

    private Optional<Compaction> fewerRuns(List<SortedRun> runs) {
        for (int from = 0; from + fanIn <= runs.size(); from++) {
            int to = endOfLikes(runs, from);
            if (to - from >= fanIn) {
                return Optional.of(merge(runs, from, to, Compaction.Reason.FEWER_RUNS));
            }
        }
        if (runs.size() > RUNS_MAX) {
            return Optional.of(merge(runs, 0, fanIn, Compaction.Reason.FEWER_RUNS));
        }
        return bytesAbove(runs) >= bottomBytes(runs) && runs.size() >= Math.max(2, fanIn)
                ? sink(runs, Compaction.Reason.FEWER_RUNS)
                : Optional.empty();
    }

    private int endOfLikes(List<SortedRun> runs, int from) {
        long bytes = runs.get(from).fileBytes();
        int to = from + 1;
        while (to < runs.size() && runs.get(to).fileBytes() <= GROWTH_MAX * bytes && !isLargeBottom(runs, to)) {
            bytes += runs.get(to).fileBytes();
            to++;
        }
        return to;
    }

    /// The rows above the bottom may let so many older ones be forgotten that it is time.
    private Optional<Compaction> garbageAbove(List<SortedRun> runs, Reach reach, int share) {
        if (runs.size() < 2) {
            return Optional.empty();
        }
        long garbage = 0;
        for (SortedRun run : runs.subList(0, runs.size() - 1)) {
            for (LiveTable table : run.tables()) {
                garbage += forgettable(table.entry(), reach)
                        + table.entry().history().removals();
            }
        }
        return isWorthwhile(garbage, runs.getLast().rows(), share)
                ? sink(runs, Compaction.Reason.LESS_GARBAGE)
                : Optional.empty();
    }

    /// A table may hold much that the horizon has passed since it was written.
    private Optional<Compaction> garbageWithin(List<SortedRun> runs, Reach reach, int share) {
        for (int i = 0; i < runs.size(); i++) {
            for (LiveTable table : runs.get(i).tables()) {
                ManifestState.TableEntry entry = table.entry();
                if (entry.horizon() < reach.horizon() && isWorthwhile(passed(entry, reach), entry.rows(), share)) {
                    return Optional.of(rewrite(runs, i, table, Compaction.Reason.LESS_GARBAGE));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isWorthwhile(long garbage, long rows, int share) {
        return garbage * share >= Math.max(1, rows);
    }

    /// A table at the bottom that a flush wrote holds garbage of its own, which nothing above it
    /// shows.
    private static Optional<Compaction> unsettled(List<SortedRun> runs, Reach reach, Predicate<LiveTable> settled) {
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        for (LiveTable table : runs.getLast().tables()) {
            ManifestState.History history = table.entry().history();
            boolean garbage = history.removals() > 0 || (reach.limitsVersions() && history.shadowing() > 0);
            if (garbage && !settled.test(table)) {
                return Optional.of(rewrite(runs, runs.size() - 1, table, Compaction.Reason.LESS_GARBAGE));
            }
        }
        return Optional.empty();
    }

    private static Optional<Compaction> values(List<SortedRun> runs, Set<Integer> victims) {
        for (int i = 0; i < runs.size() && !victims.isEmpty(); i++) {
            for (LiveTable table : runs.get(i).tables()) {
                if (table.bytesPerSegment().keySet().stream().anyMatch(victims::contains)) {
                    return Optional.of(rewrite(runs, i, table, Compaction.Reason.VALUES_MOVE));
                }
            }
        }
        return Optional.empty();
    }

    /// How many older rows a table's rows may let be forgotten.
    private static long forgettable(ManifestState.TableEntry entry, Reach reach) {
        return reach.limitsVersions() ? entry.history().shadowing() : passed(entry, reach);
    }

    /// How many of its shadowing rows the horizon has passed since it was written, were they
    /// written at an even pace.
    private static long passed(ManifestState.TableEntry entry, Reach reach) {
        long from = Math.max(entry.revisionMin(), entry.horizon());
        long to = Math.min(entry.revisionMax(), reach.horizon());
        if (entry.rows() == 0 || to < from) {
            return 0;
        }
        double share = (to - from + 1.0) / (entry.revisionMax() - from + 1.0);
        return (long) (share * entry.history().shadowing());
    }

    /// The runs, all of them where the bottom is small, else the next piece above it, go down.
    private Optional<Compaction> sink(List<SortedRun> runs, Compaction.Reason reason) {
        int bottom = runs.size() - 1;
        if (!isLargeBottom(runs, bottom)) {
            return Optional.of(merge(runs, 0, runs.size(), reason));
        }
        SortedRun above = runs.get(bottom - 1);
        LiveTable sinking = above.tables().stream()
                .min(Comparator.comparingLong(table -> table.entry().id()))
                .orElseThrow();
        List<LiveTable> inputs = new ArrayList<>();
        inputs.add(sinking);
        inputs.addAll(runs.get(bottom).overlapping(sinking));
        return Optional.of(
                new Compaction(inputs, OptionalLong.of(runs.get(bottom).id()), true, reason));
    }

    private boolean isLargeBottom(List<SortedRun> runs, int at) {
        return at == runs.size() - 1 && runs.get(at).fileBytes() > WHOLE_TABLES_MAX * tableBytesMax;
    }

    private static Compaction merge(List<SortedRun> runs, int from, int to, Compaction.Reason reason) {
        List<LiveTable> inputs = runs.subList(from, to).stream()
                .flatMap(run -> run.tables().stream())
                .toList();
        return new Compaction(inputs, OptionalLong.empty(), to == runs.size(), reason);
    }

    private static Compaction rewrite(List<SortedRun> runs, int at, LiveTable table, Compaction.Reason reason) {
        boolean bottom = runs.subList(at + 1, runs.size()).stream()
                .allMatch(run -> run.overlapping(table).isEmpty());
        return new Compaction(List.of(table), OptionalLong.of(runs.get(at).id()), bottom, reason);
    }

    private static long bytesAbove(List<SortedRun> runs) {
        return runs.stream().mapToLong(SortedRun::fileBytes).sum() - bottomBytes(runs);
    }

    private static long bottomBytes(List<SortedRun> runs) {
        return runs.isEmpty() ? 0 : runs.getLast().fileBytes();
    }
}
