package dev.longboat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/// Where values lie along an axis, and where it is marked. Immutable.
///
/// @param low the value at its beginning
/// @param high the value at its end
/// @param isLog whether a step is a factor
record AxisScale(double low, double high, boolean isLog) {
    private static final int STEPS = 6;
    private static final double[] ROUND = {1, 2, 5};
    private static final double DECADES_OF_MANY_MARKS = 2.2;

    /// One that holds all values: from 0, or from a round number below the least.
    static AxisScale over(DoubleStream values, boolean isLog) {
        double[] all = values.filter(value -> !isLog || value > 0).toArray();
        double least = DoubleStream.of(all).min().orElse(1);
        double most = DoubleStream.of(all).max().orElse(1);
        if (!isLog) {
            return new AxisScale(0, most <= 0 ? 1 : most * 1.05, false);
        }
        double room = Math.max(1.15, Math.pow(most / least, 0.05));
        return new AxisScale(least / room, most * room, true);
    }

    /// How far along the axis a value lies, from 0 to 1.
    double at(double value) {
        return isLog ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    /// Round numbers along it.
    List<Chart.Mark> marks() {
        List<Chart.Mark> marks = new ArrayList<>();
        if (!isLog) {
            double step = roundStep((high - low) / STEPS);
            for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
                marks.add(new Chart.Mark(i * step, text(i * step)));
            }
            return marks;
        }
        boolean many = Math.log10(high / low) < DECADES_OF_MANY_MARKS;
        for (int decade = (int) Math.floor(Math.log10(low)); Math.pow(10, decade) <= high; decade++) {
            for (double factor : many ? ROUND : new double[] {1}) {
                double value = factor * Math.pow(10, decade);
                if (value >= low && value <= high) {
                    marks.add(new Chart.Mark(value, text(value)));
                }
            }
        }
        return marks;
    }

    private static double roundStep(double least) {
        double decade = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : ROUND) {
            if (factor * decade >= least) {
                return factor * decade;
            }
        }
        return 10 * decade;
    }

    /// `0.5`, `200`, `50 k`, `2 M`.
    private static String text(double value) {
        if (value >= 1e6) {
            return plain(value / 1e6) + " M";
        }
        return value >= 1e4 ? plain(value / 1e3) + " k" : plain(value);
    }

    private static String plain(double value) {
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}
