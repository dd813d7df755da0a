package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/// A chart becomes a picture that holds all its points, and a page that needs nothing else.
final class DrawingTest {
    private static final Chart LINES = new Chart(
            "lines",
            "A & B <of> course",
            new Chart.Axis("x", true),
            new Chart.Axis("y", true),
            List.of(),
            List.of(
                    new Chart.Series("longboat", List.of(1.0, 10.0), List.of(5.0, 50.0), List.of("one", "ten")),
                    new Chart.Series("etcd", List.of(1.0), List.of(500.0), List.of("one"))));
    private static final Chart BARS = new Chart(
            "bars",
            "Bars",
            new Chart.Axis("", false),
            new Chart.Axis("y", false),
            List.of("a", "b"),
            List.of(new Chart.Series("cold", List.of(0.0, 1.0), List.of(2.0, 0.0), List.of("2", "0"))));

    @Test
    void picture_isXmlWithADotForEachPoint() throws Exception {
        Document svg = svg(LINES);
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(3);
        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(1);
        assertThat(svg.getDocumentElement().getTextContent()).contains("A & B <of> course", "longboat, ten");
    }

    @Test
    void bar_ofNothing_isNotDrawn() throws Exception {
        Document svg = svg(BARS);
        // The ground, one bar, and the colour of the legend.
        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(3);
    }

    @Test
    void image_hasTheColoursOfItsSeries(@TempDir Path directory) throws Exception {
        ImagePen pen = new ImagePen(Drawing.WIDTH, Drawing.HEIGHT);
        Drawing.draw(LINES, pen);
        Path file = directory.resolve("lines.png");
        pen.save(file);
        BufferedImage image = ImageIO.read(file.toFile());
        int blue = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                blue += (image.getRGB(x, y) & 0xffffff) == 0x1f5fbf ? 1 : 0;
            }
        }
        assertThat(image.getWidth()).isEqualTo(2 * Drawing.WIDTH);
        assertThat(blue).isGreaterThan(500);
    }

    @Test
    void axes_areMarkedAtRoundNumbers() {
        AxisScale log = AxisScale.over(DoubleStream.of(100, 20_000_000), true);
        assertThat(log.marks())
                .extracting(Chart.Mark::text)
                .containsExactly("100", "1000", "10 k", "100 k", "1 M", "10 M");
        assertThat(log.at(100)).isBetween(0.0, 0.1);
        assertThat(log.at(20_000_000)).isBetween(0.9, 1.0);
        AxisScale plain = AxisScale.over(DoubleStream.of(0.3, 11), false);
        assertThat(plain.marks()).extracting(Chart.Mark::text).containsExactly("0", "2", "4", "6", "8", "10");
    }

    @Test
    void page_holdsEverythingAndReachesForNothing() {
        String page = Page.of(
                Map.of("machine", "2 processors"),
                List.of(LINES, BARS),
                Map.of("loads", new Grid(List.of("load", "time"), List.of(List.of("a < b", "1")))));
        assertThat(page)
                .contains("2 processors", "<figure id=\"lines\">", "<td>a &lt; b</td>", "addEventListener")
                .doesNotContain("src=", "href=", "@import", "<!--BODY-->", "/*SCRIPT*/");
        assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("://");
    }

    @Test
    void tablesOfAPage_areReplacedAndTheRestIsNot() {
        String page = """
                before
                <!-- figures: loads -->
                old | table
                <!-- end of figures -->
                after
                <!-- figures: none -->
                <!-- end of figures -->
                """;
        Grid grid = new Grid(List.of("load", "time"), List.of(List.of("a", "$1")));
        String filled = FiguresInPage.filled(page, Map.of("loads", grid.markdown()));
        assertThat(filled)
                .startsWith("before\n")
                .contains(String.join("\n", grid.markdown()), "\nafter\n", "Not measured.")
                .doesNotContain("old | table");
        assertThat(grid.markdown()).containsExactly("| load | time |", "| --- | ---: |", "| a | $1 |");
        assertThat(FiguresInPage.filled(filled, Map.of("loads", grid.markdown())))
                .isEqualTo(filled);
    }

    @Test
    void json_escapesWhatItMust() {
        assertThat(Json.of(Map.of("a\"b", List.of(1.5, "x\\y\n<", true))))
                .isEqualTo("{\"a\\\"b\":[1.5,\"x\\\\y\\n\\u003c\",true]}");
    }

    private static Document svg(Chart chart) throws Exception {
        SvgPen pen = new SvgPen(Drawing.WIDTH, Drawing.HEIGHT);
        Drawing.draw(chart, pen);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(pen.picture().getBytes(StandardCharsets.UTF_8)));
    }
}
