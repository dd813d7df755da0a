package dev.longboat.bench;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/// A page of Markdown as something to hand over: one file of HTML that needs nothing else, and one
/// of PDF. Pictures are inside; links to other files of the project are plain text. Immutable.
final class Paper {
    private static final String HTML = "paper.html";
    private static final String PDF = "paper.pdf";

    private Paper() {}

    /// Makes both from a page.
    ///
    /// @param directory where `paper.html` and `paper.pdf` go
    static void make(Path page, Path directory) throws IOException {
        String html = html(page);
        Files.writeString(directory.resolve(HTML), html);
        XRLog.setLoggingEnabled(false); // its progress
        try (OutputStream out = Files.newOutputStream(directory.resolve(PDF))) {
            new PdfRendererBuilder().withHtmlContent(html, "").toStream(out).run();
        }
    }

    private static String html(Path page) throws IOException {
        List<Extension> extensions = List.of(TablesExtension.create());
        Node document = Parser.builder().extensions(extensions).build().parse(Files.readString(page));
        String body = HtmlRenderer.builder()
                .extensions(extensions)
                .attributeProviderFactory(_ -> (node, _, attributes) -> inline(node, attributes, page))
                .build()
                .render(document);
        return Page.resource("paper.html")
                .replace("/*STYLE*/", Page.resource("paper.css"))
                .replace("<!--BODY-->", body);
    }

    private static void inline(Node node, Map<String, String> attributes, Path page) {
        if (node instanceof Image image) {
            attributes.put("src", "data:image/png;base64," + base64(page.resolveSibling(image.getDestination())));
        } else if (node instanceof Link link && !link.getDestination().contains("://")) {
            attributes.remove("href");
        }
    }

    private static String base64(Path picture) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(picture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
