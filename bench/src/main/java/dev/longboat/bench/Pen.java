package dev.longboat.bench;

import java.util.List;

/// What draws: to a page or to an image. Lengths are points; y grows downwards. Confined to one
/// thread.
interface Pen {
    /// Where a text stands in relation to its place.
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /// A place.
    record Point(double x, double y) {}

    /// Whatever is drawn until [#endSeries] belongs to a series.
    default void beginSeries(String name) {}

    default void endSeries() {}

    void line(Point from, Point to, String color, double width);

    void path(List<Point> points, String color, double width, boolean isDashed);

    /// A point of a line.
    ///
    /// @param label what it says when asked
    void dot(Point center, double radius, String color, String label);

    /// A bar.
    ///
    /// @param label what it says when asked
    void box(Point corner, double width, double height, String color, String label);

    void text(Point place, String text, Anchor anchor, double size, String color);

    /// A text that reads upwards.
    void textUpwards(Point middle, String text, double size, String color);
}
