package dev.longboat.bench;

import com.google.errorprone.annotations.FormatMethod;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Draws an SVG picture. Confined to one thread.
final class SvgPen implements Pen {
    private final StringBuilder out = new StringBuilder();
    private final int width;
    private final int height;

    SvgPen(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /// The picture so far.
    String picture() {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height + "\" width=\"" + width
                + "\" height=\"" + height + "\" font-family=\"Helvetica, Arial, DejaVu Sans, sans-serif\">\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + out + "</svg>\n";
    }

    @Override
    public void beginSeries(String name) {
        out.append("<g class=\"series\" data-name=\"").append(Page.escape(name)).append("\">\n");
    }

    @Override
    public void endSeries() {
        out.append("</g>\n");
    }

    @Override
    public void line(Point from, Point to, String color, double thickness) {
        add(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>",
                from.x(), from.y(), to.x(), to.y(), color, thickness);
    }

    @Override
    public void path(List<Point> points, String color, double thickness, boolean isDashed) {
        String places = points.stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", point.x(), point.y()))
                .collect(Collectors.joining(" "));
        add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\"%s/>",
                places, color, thickness, isDashed ? " stroke-dasharray=\"6 4\"" : "");
    }

    @Override
    public void dot(Point center, double radius, String color, String label) {
        add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"><title>%s</title></circle>",
                center.x(), center.y(), radius, color, Page.escape(label));
    }

    @Override
    public void box(Point corner, double boxWidth, double boxHeight, String color, String label) {
        add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s</title></rect>",
                corner.x(), corner.y(), boxWidth, boxHeight, color, Page.escape(label));
    }

    @Override
    public void text(Point place, String text, Anchor anchor, double size, String color) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%.0f\" fill=\"%s\">%s</text>",
                place.x(), place.y(), anchor.name().toLowerCase(Locale.ROOT), size, color, Page.escape(text));
    }

    @Override
    public void textUpwards(Point middle, String text, double size, String color) {
        add(
                "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\" font-size=\"%.0f\" fill=\"%s\">%s</text>",
                middle.x(), middle.y(), size, color, Page.escape(text));
    }

    @FormatMethod
    private void add(String form, Object... values) {
        out.append(String.format(Locale.ROOT, form, values)).append('\n');
    }
}
