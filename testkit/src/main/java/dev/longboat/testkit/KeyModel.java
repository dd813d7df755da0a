package dev.longboat.testkit;

import java.util.Objects;
import java.util.Optional;

/// One key of a store that keeps every version, one call at a time. Ordinals count the values that
/// the key was given; a delete stands at the ordinal of the value that it ended. Immutable.
public record KeyModel() implements SequentialModel<KeyModel.Versions, KeyCall, KeyAnswer> {
    @Override
    public Versions initial() {
        return Versions.NONE;
    }

    @Override
    public Optional<Versions> step(Versions before, KeyCall call, Optional<KeyAnswer> told) {
        Outcome outcome = outcome(before, call);
        return told.isEmpty() || outcome.answer().agrees(told.get()) ? Optional.of(outcome.after()) : Optional.empty();
    }

    @Override
    public long clock(Versions state) {
        return state.ordinal();
    }

    @Override
    public long clockBefore(KeyCall call, KeyAnswer told) {
        if (!told.done() || told.ordinal() == KeyAnswer.UNTOLD) {
            return Long.MAX_VALUE;
        }
        return switch (call) {
            case KeyCall.Get get -> told.ordinal() < get.ordinalMax() ? told.ordinal() : Long.MAX_VALUE;
            case KeyCall.Put _, KeyCall.CompareAndSet _ -> told.ordinal() - 1;
            case KeyCall.Delete _ -> Long.MAX_VALUE;
        };
    }

    /// What comes of a call, and is answered.
    record Outcome(Versions after, KeyAnswer answer) {}

    /// Does a call.
    static Outcome outcome(Versions before, KeyCall call) {
        return switch (call) {
            case KeyCall.Get get -> new Outcome(before, before.find(get.ordinalMax()));
            case KeyCall.Put put -> written(before, put.value());
            case KeyCall.Delete _ ->
                before.value().isEmpty()
                        ? new Outcome(before, KeyAnswer.NOTHING)
                        : new Outcome(
                                before.then(before.ordinal(), Optional.empty()),
                                new KeyAnswer(true, 0, Optional.empty()));
            case KeyCall.CompareAndSet swap ->
                before.value().equals(swap.expected())
                        ? written(before, swap.value())
                        : new Outcome(before, KeyAnswer.NOTHING);
        };
    }

    private static Outcome written(Versions before, String value) {
        long ordinal = before.ordinal() + 1;
        return new Outcome(before.then(ordinal, Optional.of(value)), new KeyAnswer(true, ordinal, Optional.empty()));
    }

    /// The versions of a key, newest first. Immutable.
    public static final class Versions {
        static final Versions NONE = new Versions(0, Optional.empty(), Optional.empty());

        private final long ordinal;
        private final Optional<String> value;
        private final Optional<Versions> older;
        private final int hash;

        private Versions(long ordinal, Optional<String> value, Optional<Versions> older) {
            this.ordinal = ordinal;
            this.value = value;
            this.older = older;
            this.hash =
                    Objects.hash(ordinal, value, older.map(each -> each.hash).orElse(0));
        }

        long ordinal() {
            return ordinal;
        }

        Optional<String> value() {
            return value;
        }

        Versions then(long nextOrdinal, Optional<String> nextValue) {
            return new Versions(nextOrdinal, nextValue, Optional.of(this));
        }

        private KeyAnswer find(long ordinalMax) {
            Versions at = this;
            while (at.ordinal > ordinalMax && at.older.isPresent()) {
                at = at.older.get();
            }
            return at.value.isEmpty() ? KeyAnswer.NOTHING : new KeyAnswer(true, at.ordinal, at.value);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Versions that && hash == that.hash && isLike(that);
        }

        @SuppressWarnings("ReferenceEquality") // Two histories that share their older part are equal from there on.
        private boolean isLike(Versions that) {
            Versions one = this;
            Versions another = that;
            while (one != another) {
                if (one.ordinal != another.ordinal
                        || !one.value.equals(another.value)
                        || one.older.isPresent() != another.older.isPresent()) {
                    return false;
                }
                if (one.older.isEmpty()) {
                    return true;
                }
                one = one.older.get();
                another = another.older.orElseThrow();
            }
            return true;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public String toString() {
            return ordinal + ":" + value.orElse("nothing");
        }
    }
}
