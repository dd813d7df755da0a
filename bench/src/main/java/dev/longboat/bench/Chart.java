package dev.longboat.bench;

import java.util.List;

/// A picture of figures, whoever draws it. Immutable.
///
/// @param id its name in files
/// @param title what it shows
/// @param x the axis below
/// @param y the axis beside
/// @param categories for bars: what stands below each group; empty for lines
/// @param series the lines, or the bars of one colour
record Chart(String id, String title, Axis x, Axis y, List<String> categories, List<Series> series) {
    /// @param isLog whether a step is a factor
    /// @param marks where something is written; empty for round numbers
    record Axis(String label, boolean isLog, List<Mark> marks) {
        Axis {
            marks = List.copyOf(marks);
        }

        /// With round numbers.
        Axis(String label, boolean isLog) {
            this(label, isLog, List.of());
        }
    }

    /// A place on an axis and what is written there.
    record Mark(double at, String text) {}

    /// Points in the order in which they are joined; of bars, only `ys` count.
    ///
    /// @param labels what each point says when asked
    record Series(String name, List<Double> xs, List<Double> ys, List<String> labels) {
        Series {
            xs = List.copyOf(xs);
            ys = List.copyOf(ys);
            labels = List.copyOf(labels);
        }
    }

    Chart {
        categories = List.copyOf(categories);
        series = List.copyOf(series);
    }

    boolean isBars() {
        return !categories.isEmpty();
    }
}
