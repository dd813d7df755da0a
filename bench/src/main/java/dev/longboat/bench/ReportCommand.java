package dev.longboat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Makes plots, the page and the tables from figures that were kept. Confined to the main thread.
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes plots (PNG, SVG), report.html and report.json from the figures in a directory.")
final class ReportCommand implements Callable<Integer> {
    @Option(names = "--in", paramLabel = "DIR", description = "Where the figures are (default ${DEFAULT-VALUE}).")
    private Path in = Path.of("target", "bench");

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "A Markdown page: the tables and plots between its lines '<!-- figures: NAME -->' and"
                    + " '<!-- end of figures -->' are replaced; paper.html and paper.pdf are made of it.")
    private @Nullable Path page;

    @Override
    public Integer call() throws IOException {
        make(new Results(in), page);
        return 0;
    }

    /// Makes everything anew.
    ///
    /// @param page whose tables are filled; null for none
    static void make(Results results, @Nullable Path page) throws IOException {
        List<Chart> charts = new Charts(results).all();
        Map<String, Grid> grids = Tables.all(results);
        Map<String, String> facts = Facts.read(results.directory());
        Path plots = Files.createDirectories(results.directory().resolve("plots"));
        for (Chart chart : charts) {
            SvgPen drawn = new SvgPen(Drawing.WIDTH, Drawing.HEIGHT);
            Drawing.draw(chart, drawn);
            Files.writeString(plots.resolve(chart.id() + ".svg"), drawn.picture());
            ImagePen image = new ImagePen(Drawing.WIDTH, Drawing.HEIGHT);
            Drawing.draw(chart, image);
            image.save(plots.resolve(chart.id() + ".png"));
        }
        Path html = results.directory().resolve("report.html");
        Files.writeString(html, Page.of(facts, charts, grids));
        Files.writeString(results.directory().resolve("report.json"), json(facts, charts, grids));
        System.out.println(charts.size() + " plots in " + plots + ", all on one page in " + html);
        if (page != null) {
            fill(page, plots, charts, grids);
            Paper.make(page, results.directory());
        }
    }

    private static void fill(Path page, Path plots, List<Chart> charts, Map<String, Grid> grids) throws IOException {
        Map<String, List<String>> figures = new LinkedHashMap<>();
        grids.forEach((name, grid) -> figures.put(name, grid.markdown()));
        Path home = page.toAbsolutePath().resolveSibling("").normalize();
        for (Chart chart : charts) {
            Path picture = home.relativize(plots.toAbsolutePath().normalize().resolve(chart.id() + ".png"));
            figures.put("plot " + chart.id(), List.of("![" + chart.title() + "](" + picture + ")"));
        }
        Files.writeString(page, FiguresInPage.filled(Files.readString(page), figures));
    }

    private static String json(Map<String, String> facts, List<Chart> charts, Map<String, Grid> grids) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("facts", facts);
        report.put(
                "charts",
                charts.stream()
                        .map(chart -> Map.of(
                                "id", chart.id(),
                                "title", chart.title(),
                                "x", chart.x().label(),
                                "y", chart.y().label(),
                                "categories", chart.categories(),
                                "series",
                                        chart.series().stream()
                                                .map(series -> Map.of(
                                                        "name", series.name(), "x", series.xs(), "y", series.ys()))
                                                .toList()))
                        .toList());
        report.put(
                "tables",
                grids.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                grid -> Map.of(
                                        "header", grid.getValue().header(),
                                        "rows", grid.getValue().rows()),
                                (one, _) -> one,
                                LinkedHashMap::new)));
        return Json.of(report) + "\n";
    }
}
