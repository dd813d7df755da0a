package dev.longboat.bench;

import java.util.SplittableRandom;

/// Ranks from 0, of which rank r is drawn with a chance like 1 / (r + 1)^0.99. Immutable.
///
/// The method is that of Gray and others, "Quickly generating billion-record synthetic databases"
/// (1994): one sum over all ranks when it is made, constant time for each draw.
final class Zipfian {
    private static final double THETA = 0.99;
    private static final double ALPHA = 1 / (1 - THETA);

    private final long ranks;
    private final double zeta;
    private final double eta;

    /// @param ranks how many there are, at least 1
    Zipfian(long ranks) {
        this.ranks = ranks;
        this.zeta = zeta(ranks);
        this.eta = (1 - Math.pow(2.0 / ranks, 1 - THETA)) / (1 - zeta(2) / zeta);
    }

    long next(SplittableRandom random) {
        double u = random.nextDouble();
        double uz = u * zeta;
        if (uz < 1 || ranks == 1) {
            return 0;
        }
        if (uz < 1 + Math.pow(0.5, THETA)) {
            return 1;
        }
        return Math.min(ranks - 1, (long) (ranks * Math.pow(eta * u - eta + 1, ALPHA)));
    }

    private static double zeta(long ranks) {
        double sum = 0;
        for (long i = 1; i <= ranks; i++) {
            sum += Math.pow((double) i, -THETA);
        }
        return sum;
    }
}
