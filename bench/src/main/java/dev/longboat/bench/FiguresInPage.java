package dev.longboat.bench;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The places of a Markdown page where tables of figures stand. Immutable.
final class FiguresInPage {
    private static final Pattern PLACE =
            Pattern.compile("<!-- figures: ([^>]+) -->\n.*?<!-- end of figures -->", Pattern.DOTALL);

    private FiguresInPage() {}

    /// The page with its tables replaced.
    ///
    /// @param grids tables by the names that the page uses
    static String filled(String page, Map<String, Grid> grids) {
        return PLACE.matcher(page).replaceAll(place -> Matcher.quoteReplacement(table(place, grids)));
    }

    private static String table(MatchResult place, Map<String, Grid> grids) {
        String name = place.group(1);
        Grid grid = grids.get(name);
        String body = grid == null ? "Not measured.\n" : String.join("\n", grid.markdown()) + "\n";
        return "<!-- figures: " + name + " -->\n\n" + body + "\n<!-- end of figures -->";
    }
}
