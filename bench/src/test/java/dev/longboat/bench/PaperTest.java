package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A page becomes one file that needs no other, and a PDF.
final class PaperTest {
    @TempDir
    private Path directory = Path.of("none");

    @Test
    void page_becomesHtmlAndPdf_withItsPicturesInside() throws IOException {
        Path page = directory.resolve("page.md");
        ImageIO.write(
                new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB),
                "png",
                directory.resolve("plot.png").toFile());
        Files.writeString(page, """
                # Title

                | a | b |
                | --- | ---: |
                | 1 | 2 |

                ![a plot](plot.png) [a page](other.md) [the world](https://example.org/)
                """);

        Paper.make(page, directory);

        assertThat(Files.readString(directory.resolve("paper.html")))
                .contains("<td>1</td>", "src=\"data:image/png;base64,", "href=\"https://example.org/\"")
                .doesNotContain("plot.png", "other.md");
        assertThat(Files.readAllBytes(directory.resolve("paper.pdf")))
                .startsWith("%PDF-".getBytes(StandardCharsets.US_ASCII))
                .hasSizeGreaterThan(1000);
    }
}
