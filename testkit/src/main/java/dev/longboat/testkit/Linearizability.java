package dev.longboat.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Decides whether a recorded history could have come of one copy of something that does one call
/// at a time, each at some moment between its call and its answer.
///
/// **Idea.** Of the calls that nobody's answer forbids to come next, one is done on the model; when
/// the model would not have answered so, another is tried, and when none is left the last one done
/// is taken back. What was done, as a set, together with the state that came of it, is never looked
/// at twice. A call of unknown outcome may be done at any time after it was made, or never. The
/// search is Wing and Gong's (*Testing and verifying concurrent objects*, 1993); the linked list of
/// calls and answers and the memory of what was seen are Lowe's (*Testing for linearizability*,
/// 2017).
///
/// **Cost.** Exponential at worst, and about linear where answers carry revisions, since then
/// hardly any wrong order lives long. Immutable.
///
/// @param stepsMax tries after which the search is given up
public record Linearizability<S, I, O>(SequentialModel<S, I, O> model, long stepsMax) {
    private static final long STEPS_MAX = 20_000_000;

    /// Gives up after twenty million tries.
    public static <S, I, O> Linearizability<S, I, O> of(SequentialModel<S, I, O> model) {
        return new Linearizability<>(model, STEPS_MAX);
    }

    /// Looks for an order.
    public Verdict<I, O> check(List<Invocation<I, O>> history) {
        return new Search<>(model, stepsMax, history).run();
    }

    /// The clocks that calls must come before. Confined to the search.
    private static final class Clocks {
        private final long[] before;
        private final int[] byClock;
        private final int[] places;
        private int low;

        Clocks(long[] before) {
            this.before = before;
            this.byClock = IntStream.range(0, before.length)
                    .boxed()
                    .sorted(Comparator.comparingLong(id -> before[id]))
                    .mapToInt(id -> id)
                    .toArray();
            this.places = new int[before.length];
            for (int place = 0; place < byClock.length; place++) {
                places[byClock[place]] = place;
            }
        }

        /// The least of those that are not done.
        long least(BitSet done) {
            while (low < byClock.length && done.get(byClock[low])) {
                low++;
            }
            return low < byClock.length ? before[byClock[low]] : Long.MAX_VALUE;
        }

        void undone(int id) {
            low = Math.min(low, places[id]);
        }
    }

    /// A set of calls that were done, which is not changed any more, and what came of them.
    private record Seen<S>(BitSet done, S state) {}

    /// A call that was done, and the state before it.
    private record Done<S, I, O>(Moment<I, O> call, S before) {}

    /// The search through one history. Confined to its thread.
    private static final class Search<S, I, O> {
        private final SequentialModel<S, I, O> model;
        private final long stepsMax;
        private final Moment<I, O> start;
        private final Deque<Done<S, I, O>> path = new ArrayDeque<>();
        private final Set<Seen<S>> seen = new HashSet<>();
        private final BitSet done = new BitSet();
        private final Clocks clocks;
        private S state;
        private int answersLeft;
        private List<Invocation<I, O>> longest = List.of();
        private Moment<I, O> stuck;

        Search(SequentialModel<S, I, O> model, long stepsMax, List<Invocation<I, O>> history) {
            this.model = model;
            this.stepsMax = stepsMax;
            this.state = model.initial();
            List<Moment<I, O>> moments = new ArrayList<>();
            long[] clocksBefore = new long[history.size()];
            for (int id = 0; id < history.size(); id++) {
                Invocation<I, O> invocation = history.get(id);
                moments.add(Moment.call(id, invocation));
                if (invocation.isKnown()) {
                    moments.add(Moment.answer(moments.getLast()));
                    answersLeft++;
                }
                clocksBefore[id] = invocation
                        .output()
                        .map(output -> model.clockBefore(invocation.input(), output))
                        .orElse(Long.MAX_VALUE);
            }
            this.clocks = new Clocks(clocksBefore);
            moments.sort(Comparator.comparingLong(Moment::time));
            this.start = Moment.chain(moments);
            this.stuck = start;
        }

        Verdict<I, O> run() {
            long steps = 0;
            Moment<I, O> at = start;
            while (answersLeft > 0) {
                at = at.next();
                if (++steps > stepsMax) {
                    return new Verdict.Undecided<>(steps);
                }
                if (!at.isAnswer()) {
                    at = tryToDo(at) ? start : at;
                } else {
                    noteStuck(at);
                    if (path.isEmpty()) {
                        return new Verdict.NotLinearizable<>(longest, stuck.invocation());
                    }
                    at = takeBack();
                }
            }
            return new Verdict.Linearizable<>(order());
        }

        private boolean tryToDo(Moment<I, O> call) {
            Invocation<I, O> asked = call.invocation();
            Optional<S> after = model.step(state, asked.input(), asked.output());
            if (after.isEmpty() || isNeedless(asked, after.get())) {
                return false;
            }
            done.set(call.id());
            if (model.clock(after.get()) > clocks.least(done)
                    || !seen.add(new Seen<>((BitSet) done.clone(), after.get()))) {
                done.clear(call.id());
                clocks.undone(call.id());
                return false;
            }
            path.push(new Done<>(call, state));
            state = after.get();
            call.takeOut();
            answersLeft -= asked.isKnown() ? 1 : 0;
            return true;
        }

        /// Whether nobody would notice had the call not been done.
        private boolean isNeedless(Invocation<I, O> asked, S after) {
            return !asked.isKnown() && after.equals(state);
        }

        private Moment<I, O> takeBack() {
            Done<S, I, O> last = path.pop();
            Moment<I, O> call = last.call();
            state = last.before();
            done.clear(call.id());
            clocks.undone(call.id());
            call.putBack();
            answersLeft += call.invocation().isKnown() ? 1 : 0;
            return call;
        }

        private void noteStuck(Moment<I, O> answer) {
            if (path.size() > longest.size() || stuck == start) {
                longest = order();
                stuck = answer;
            }
        }

        private List<Invocation<I, O>> order() {
            List<Invocation<I, O>> order = new ArrayList<>(path.size());
            for (Iterator<Done<S, I, O>> each = path.descendingIterator(); each.hasNext(); ) {
                order.add(each.next().call().invocation());
            }
            return order;
        }
    }
}
