package dev.longboat.bench;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Which pairs a load chooses. Immutable; what it makes is safe for concurrent use.
enum Distribution {
    /// Every pair as likely as any other.
    UNIFORM {
        @Override
        Chooser chooser(long pairs) {
            return new Same(random -> random.nextLong(pairs));
        }
    },

    /// A few pairs most of the time: the pair of rank r with a chance like 1 / r^0.99, the ranks
    /// scattered over the pairs.
    ZIPFIAN {
        @Override
        Chooser chooser(long pairs) {
            Zipfian ranks = new Zipfian(pairs);
            return new Same(random -> Math.floorMod(Dataset.scatter(ranks.next(random)), pairs));
        }
    },

    /// Writes go on from pair to pair, and reads choose those written last, by the law of
    /// [#ZIPFIAN].
    LATEST {
        @Override
        Chooser chooser(long pairs) {
            return new Latest(pairs);
        }
    },

    /// Every write makes a new pair, and every loaded pair is as likely to be read as any other.
    GROWING {
        @Override
        Chooser chooser(long pairs) {
            return new Growing(pairs, new AtomicLong(pairs));
        }
    },

    /// Each pair once, in order, then from the start again.
    ONCE {
        @Override
        Chooser chooser(long pairs) {
            AtomicLong next = new AtomicLong();
            return new Same(_ -> Math.floorMod(next.getAndIncrement(), pairs));
        }
    };

    /// Chooses pairs for all clients of a run.
    interface Chooser {
        /// The number of a pair to read.
        long read(SplittableRandom random);

        /// The number of a pair to write.
        long write(SplittableRandom random);
    }

    abstract Chooser chooser(long pairs);

    /// Its name in options and results: `uniform`.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private interface Draw {
        long next(SplittableRandom random);
    }

    private record Same(Draw draw) implements Chooser {
        @Override
        public long read(SplittableRandom random) {
            return draw.next(random);
        }

        @Override
        public long write(SplittableRandom random) {
            return draw.next(random);
        }
    }

    private record Growing(long loaded, AtomicLong next) implements Chooser {
        @Override
        public long read(SplittableRandom random) {
            return random.nextLong(loaded);
        }

        @Override
        public long write(SplittableRandom random) {
            return next.getAndIncrement();
        }
    }

    private static final class Latest implements Chooser {
        private final long pairs;
        private final Zipfian distances;
        private final AtomicLong newest;

        Latest(long pairs) {
            this.pairs = pairs;
            this.distances = new Zipfian(pairs);
            this.newest = new AtomicLong(pairs - 1);
        }

        @Override
        public long read(SplittableRandom random) {
            return Math.floorMod(newest.get() - distances.next(random), pairs);
        }

        @Override
        public long write(SplittableRandom random) {
            return Math.floorMod(newest.incrementAndGet(), pairs);
        }
    }
}
