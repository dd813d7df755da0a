package dev.longboat.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/// Draws an image of twice as many pixels as points. Needs no screen. Confined to one thread.
final class ImagePen implements Pen {
    private static final int SCALE = 2;

    private final BufferedImage image;
    private final Graphics2D graphics;

    ImagePen(int width, int height) {
        System.setProperty("java.awt.headless", "true");
        image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(SCALE, SCALE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
    }

    /// Writes it as PNG.
    void save(Path file) throws IOException {
        ImageIO.write(image, "png", file.toFile());
    }

    @Override
    public void line(Point from, Point to, String color, double width) {
        graphics.setColor(Color.decode(color));
        graphics.setStroke(new BasicStroke((float) width));
        graphics.draw(new Line2D.Double(from.x(), from.y(), to.x(), to.y()));
    }

    @Override
    public void path(List<Point> points, String color, double width, boolean isDashed) {
        graphics.setColor(Color.decode(color));
        float[] dash = {6, 4};
        graphics.setStroke(
                isDashed
                        ? new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0)
                        : new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        Path2D path = new Path2D.Double();
        for (Point point : points) {
            if (path.getCurrentPoint() == null) {
                path.moveTo(point.x(), point.y());
            } else {
                path.lineTo(point.x(), point.y());
            }
        }
        graphics.draw(path);
    }

    @Override
    public void dot(Point center, double radius, String color, String label) {
        graphics.setColor(Color.decode(color));
        graphics.fill(new Ellipse2D.Double(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void box(Point corner, double width, double height, String color, String label) {
        graphics.setColor(Color.decode(color));
        graphics.fill(new Rectangle2D.Double(corner.x(), corner.y(), width, height));
    }

    @Override
    public void text(Point place, String text, Anchor anchor, double size, String color) {
        graphics.setColor(Color.decode(color));
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) size));
        double width = graphics.getFontMetrics().stringWidth(text);
        double x = switch (anchor) {
            case START -> place.x();
            case MIDDLE -> place.x() - width / 2;
            case END -> place.x() - width;
        };
        graphics.drawString(text, (float) x, (float) place.y());
    }

    @Override
    public void textUpwards(Point middle, String text, double size, String color) {
        graphics.rotate(-Math.PI / 2, middle.x(), middle.y());
        text(middle, text, Anchor.MIDDLE, size, color);
        graphics.rotate(Math.PI / 2, middle.x(), middle.y());
    }
}
