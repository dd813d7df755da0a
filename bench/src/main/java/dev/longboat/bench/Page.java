package dev.longboat.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// All results as one page of HTML that needs nothing else: pictures whose points tell their
/// figures and whose lines can be hidden, and the tables. Immutable.
final class Page {
    private Page() {}

    static String of(Map<String, String> facts, List<Chart> charts, Map<String, Grid> grids) {
        StringBuilder body = new StringBuilder();
        body.append("<h1>Longboat: the experiments</h1>\n<dl class=\"facts\">");
        facts.forEach((name, value) -> body.append("<dt>")
                .append(escape(name))
                .append("</dt><dd>")
                .append(escape(value))
                .append("</dd>\n"));
        body.append("</dl>\n<p class=\"hint\">A point tells its figures; a click on a name hides its line, and shows it"
                + " again.</p>\n");
        for (Chart chart : charts) {
            SvgPen pen = new SvgPen(Drawing.WIDTH, Drawing.HEIGHT);
            Drawing.draw(chart, pen);
            body.append("<figure id=\"")
                    .append(escape(chart.id()))
                    .append("\">")
                    .append(pen.picture());
            body.append("</figure>\n");
        }
        grids.forEach((title, grid) ->
                body.append("<h2>").append(escape(title)).append("</h2>\n").append(grid.html()));
        return resource("report.html")
                .replace("/*STYLE*/", resource("report.css"))
                .replace("/*SCRIPT*/", resource("report.js"))
                .replace("<!--BODY-->", body);
    }

    /// A text as HTML shows it.
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /// A text that this build carries.
    static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
