package dev.longboat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/// Draws a [Chart] with whatever [Pen]. Immutable.
final class Drawing {
    static final int WIDTH = 980;
    static final int HEIGHT = 560;

    private static final double LEFT = 84;
    private static final double RIGHT = WIDTH - 190;
    private static final double TOP = 52;
    private static final double BOTTOM = HEIGHT - 64;
    private static final String INK = "#222222";
    private static final String GRID = "#e3e3e3";
    private static final List<String> PALETTE = List.of(
            "#1f5fbf", "#e07b00", "#2e9e4f", "#c43131", "#7a4fb5", "#7b5b46", "#d06ab5", "#4b4b4b", "#a3a300",
            "#2aa7b8");

    /// The same system has the same colour in all pictures.
    private static final Map<String, String> COLORS = Map.ofEntries(
            Map.entry("longboat", "#1f5fbf"),
            Map.entry("longboat/session", "#0b2f6b"),
            Map.entry("longboat/batch", "#2aa7b8"),
            Map.entry("longboat/classic", "#86b4ea"),
            Map.entry("store", "#1f5fbf"),
            Map.entry("etcd", "#e07b00"),
            Map.entry("redis", "#c43131"),
            Map.entry("echo", "#8a8a8a"),
            Map.entry("disk", "#4b4b4b"),
            Map.entry("rocksdb", "#2e9e4f"),
            Map.entry("rocksdb-blob", "#7ccf94"),
            Map.entry("lmdb", "#7a4fb5"),
            Map.entry("mvstore", "#d06ab5"));

    private final Chart chart;
    private final Pen pen;
    private final AxisScale xs;
    private final AxisScale ys;

    private Drawing(Chart chart, Pen pen) {
        this.chart = chart;
        this.pen = pen;
        this.xs = chart.isBars()
                ? new AxisScale(0, chart.categories().size(), false)
                : AxisScale.over(values(true), chart.x().isLog());
        this.ys = AxisScale.over(values(false), chart.y().isLog());
    }

    static void draw(Chart chart, Pen pen) {
        Drawing drawing = new Drawing(chart, pen);
        drawing.frame();
        for (int i = 0; i < chart.series().size(); i++) {
            Chart.Series series = chart.series().get(i);
            pen.beginSeries(series.name());
            if (chart.isBars()) {
                drawing.bars(series, i);
            } else {
                drawing.lines(series, i);
            }
            pen.endSeries();
        }
    }

    private void frame() {
        pen.text(new Pen.Point(LEFT, 28), chart.title(), Pen.Anchor.START, 17, INK);
        for (Chart.Mark mark :
                chart.y().marks().isEmpty() ? ys.marks() : chart.y().marks()) {
            double y = y(mark.at());
            pen.line(new Pen.Point(LEFT, y), new Pen.Point(RIGHT, y), GRID, 1);
            pen.text(new Pen.Point(LEFT - 8, y + 4), mark.text(), Pen.Anchor.END, 12, INK);
        }
        for (Chart.Mark mark : xMarks()) {
            double x = x(mark.at());
            if (!chart.isBars()) {
                pen.line(new Pen.Point(x, TOP), new Pen.Point(x, BOTTOM), GRID, 1);
            }
            pen.text(new Pen.Point(x, BOTTOM + 18), mark.text(), Pen.Anchor.MIDDLE, 12, INK);
        }
        pen.line(new Pen.Point(LEFT, BOTTOM), new Pen.Point(RIGHT, BOTTOM), INK, 1);
        pen.line(new Pen.Point(LEFT, TOP), new Pen.Point(LEFT, BOTTOM), INK, 1);
        pen.text(new Pen.Point((LEFT + RIGHT) / 2, BOTTOM + 44), chart.x().label(), Pen.Anchor.MIDDLE, 13, INK);
        pen.textUpwards(new Pen.Point(20, (TOP + BOTTOM) / 2), chart.y().label(), 13, INK);
    }

    private List<Chart.Mark> xMarks() {
        if (!chart.isBars()) {
            return chart.x().marks().isEmpty() ? xs.marks() : chart.x().marks();
        }
        List<Chart.Mark> marks = new ArrayList<>();
        for (String category : chart.categories()) {
            marks.add(new Chart.Mark(marks.size() + 0.5, category));
        }
        return marks;
    }

    private void lines(Chart.Series series, int number) {
        String color = color(series, number);
        boolean isCeiling = series.name().equals("echo") || series.name().equals("disk");
        boolean isDense = series.xs().size() > 40;
        List<Pen.Point> points = new ArrayList<>();
        for (int i = 0; i < series.xs().size(); i++) {
            points.add(new Pen.Point(x(series.xs().get(i)), y(series.ys().get(i))));
        }
        if (points.size() > 1) {
            pen.path(points, color, isDense ? 1.4 : 2.2, isCeiling);
        }
        for (int i = 0; i < points.size(); i++) {
            pen.dot(
                    points.get(i),
                    isDense ? 1.6 : 4,
                    color,
                    series.name() + ", " + series.labels().get(i));
        }
        legend(series, number, color);
    }

    private void bars(Chart.Series series, int number) {
        String color = PALETTE.get(number % PALETTE.size());
        double group = (RIGHT - LEFT) / chart.categories().size();
        double width = group * 0.8 / chart.series().size();
        for (int i = 0; i < series.ys().size(); i++) {
            double value = series.ys().get(i);
            if (value > 0) {
                Pen.Point corner = new Pen.Point(LEFT + group * (i + 0.1) + width * number, y(value));
                String label = series.labels().get(i);
                pen.box(corner, width - 2, BOTTOM - corner.y(), color, series.name() + ": " + label);
                pen.text(new Pen.Point(corner.x() + width / 2 - 1, corner.y() - 4), label, Pen.Anchor.MIDDLE, 10, INK);
            }
        }
        legend(series, number, color);
    }

    private void legend(Chart.Series series, int number, String color) {
        double y = TOP + 10 + 22.0 * number;
        pen.box(new Pen.Point(RIGHT + 18, y - 9), 14, 10, color, series.name());
        pen.text(new Pen.Point(RIGHT + 38, y), series.name(), Pen.Anchor.START, 13, INK);
    }

    private double x(double value) {
        return LEFT + (RIGHT - LEFT) * xs.at(value);
    }

    private double y(double value) {
        return BOTTOM - (BOTTOM - TOP) * ys.at(value);
    }

    private DoubleStream values(boolean isX) {
        return chart.series().stream()
                .flatMap(series -> (isX ? series.xs() : series.ys()).stream())
                .mapToDouble(Double::doubleValue);
    }

    private static String color(Chart.Series series, int number) {
        return COLORS.getOrDefault(series.name(), PALETTE.get(number % PALETTE.size()));
    }
}
