package dev.longboat.bench;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The places of a Markdown page where figures stand: tables, and plots. Immutable.
final class FiguresInPage {
    private static final Pattern PLACE =
            Pattern.compile("<!-- figures: ([^>]+) -->\n.*?<!-- end of figures -->", Pattern.DOTALL);

    private FiguresInPage() {}

    /// The page with its places filled.
    ///
    /// @param figures the lines of each, by the names that the page uses
    static String filled(String page, Map<String, List<String>> figures) {
        return PLACE.matcher(page).replaceAll(place -> Matcher.quoteReplacement(figure(place, figures)));
    }

    private static String figure(MatchResult place, Map<String, List<String>> figures) {
        String name = place.group(1);
        String body = String.join("\n", figures.getOrDefault(name, List.of("Not measured."))) + "\n";
        return "<!-- figures: " + name + " -->\n\n" + body + "\n<!-- end of figures -->";
    }
}
