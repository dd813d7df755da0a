package dev.longboat.testkit;

import java.util.List;
import java.util.Optional;

/// A call or an answer, in a chain in the order of time: what [Linearizability] takes out and puts
/// back while it searches. What is taken out last must be put back first. Confined to the search.
final class Moment<I, O> {
    private final int id;
    private final Optional<Invocation<I, O>> invocation;
    private final boolean isAnswer;

    /// Of a call of known outcome: its answer.
    private Optional<Moment<I, O>> answer = Optional.empty();

    private Optional<Moment<I, O>> before = Optional.empty();
    private Optional<Moment<I, O>> after = Optional.empty();

    private Moment(int id, Optional<Invocation<I, O>> invocation, boolean isAnswer) {
        this.id = id;
        this.invocation = invocation;
        this.isAnswer = isAnswer;
    }

    static <I, O> Moment<I, O> call(int id, Invocation<I, O> invocation) {
        return new Moment<>(id, Optional.of(invocation), false);
    }

    static <I, O> Moment<I, O> answer(Moment<I, O> call) {
        Moment<I, O> answer = new Moment<>(call.id, call.invocation, true);
        call.answer = Optional.of(answer);
        return answer;
    }

    /// Chains moments.
    ///
    /// @return what stands before the first
    static <I, O> Moment<I, O> chain(List<Moment<I, O>> moments) {
        Moment<I, O> start = new Moment<>(-1, Optional.empty(), false);
        Moment<I, O> last = start;
        for (Moment<I, O> moment : moments) {
            last.after = Optional.of(moment);
            moment.before = Optional.of(last);
            last = moment;
        }
        return start;
    }

    int id() {
        return id;
    }

    Invocation<I, O> invocation() {
        return invocation.orElseThrow();
    }

    boolean isAnswer() {
        return isAnswer;
    }

    long time() {
        return isAnswer ? invocation().returned() : invocation().invoked();
    }

    /// While an answer is left there is one behind every call.
    Moment<I, O> next() {
        return after.orElseThrow();
    }

    /// Takes a call and its answer out of the chain.
    void takeOut() {
        unlink();
        answer.ifPresent(Moment::unlink);
    }

    /// Puts a call and its answer back where they were.
    void putBack() {
        answer.ifPresent(Moment::link);
        link();
    }

    private void unlink() {
        before.ifPresent(each -> each.after = after);
        after.ifPresent(each -> each.before = before);
    }

    private void link() {
        before.ifPresent(each -> each.after = Optional.of(this));
        after.ifPresent(each -> each.before = Optional.of(this));
    }
}
