package dev.longboat.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.Messages;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The texts of a grammar's help, which stand in English in the annotations of each verb, put into
/// another language. A description of several lines is one text. Of an example only the remark in
/// parentheses is a text; commands, options and labels such as KEY are the same in every language.
/// Immutable; holds nothing.
final class HelpTexts {
    private static final Pattern REMARKED = Pattern.compile("(  .*?  +\\()(.*)\\)");
    private static final String EXAMPLE = "  ";

    private HelpTexts() {}

    /// Translates the texts of a command and of its subcommands.
    static void translate(CommandLine command, UnaryOperator<String> translation) {
        CommandSpec spec = command.getCommandSpec();
        UsageMessageSpec usage = spec.usageMessage();
        usage.synopsisHeading(said(usage.synopsisHeading(), translation));
        usage.commandListHeading(said(usage.commandListHeading(), translation));
        usage.optionListHeading(said(usage.optionListHeading(), translation));
        usage.parameterListHeading(said(usage.parameterListHeading(), translation));
        usage.exitCodeListHeading(said(usage.exitCodeListHeading(), translation));
        Map<String, String> codes = new LinkedHashMap<>(usage.exitCodeList());
        codes.replaceAll((_, meaning) -> said(meaning, translation));
        usage.exitCodeList(codes);
        usage.description(lines(usage.description(), translation));
        usage.footer(
                Stream.of(usage.footer()).map(line -> footer(line, translation)).toArray(String[]::new));
        for (ArgSpec arg : args(spec)) {
            String text = said(String.join("\n", arg.description()), translation);
            arg.messages(new Messages(spec, "", bundle(arg.descriptionKey(), text)));
        }
        command.getSubcommands().values().forEach(verb -> translate(verb, translation));
    }

    private static List<ArgSpec> args(CommandSpec spec) {
        return Stream.concat(spec.options().stream(), spec.positionalParameters().stream())
                .toList();
    }

    private static String said(String text, UnaryOperator<String> translation) {
        return text.isEmpty() ? text : translation.apply(text);
    }

    private static String[] lines(String[] lines, UnaryOperator<String> translation) {
        return said(String.join("\n", lines), translation).split("\n");
    }

    private static String footer(String line, UnaryOperator<String> translation) {
        Matcher remarked = REMARKED.matcher(line);
        if (remarked.matches()) {
            return remarked.group(1) + said(remarked.group(2), translation) + ")";
        }
        return line.startsWith(EXAMPLE) ? line : said(line, translation);
    }

    /// An option's description cannot be set; what its key leads to is taken instead.
    private static ResourceBundle bundle(String key, String text) {
        return new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                return new Object[][] {{key, text}};
            }
        };
    }
}
