package dev.longboat.tidy;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The comment on the type that a Java file is named after. Immutable.
record Doc(Source source, String head, String comment) {
    private static final Pattern THREAD_SENTENCE =
            Pattern.compile("\\b(Immutable|Confined to|Guarded by|Safe for concurrent use)\\b[^.]*\\.");

    /// The type's comment, or nothing when the file declares no type of its own name.
    static Optional<Doc> of(Source source) {
        Pattern declaration = Pattern.compile(
                "((?:^///[^\n]*\n)*)((?:^@[^\n]*\n)*)^((?:[\\w-]+ )*(?:class|record|interface|enum|@interface) "
                        + Pattern.quote(source.className()) + "\\b[^{]*)",
                Pattern.MULTILINE);
        Matcher found = declaration.matcher(source.text());
        return found.results().findFirst().map((MatchResult match) -> new Doc(source, match.group(3), match.group(1)));
    }

    boolean isPublic() {
        return head.startsWith("public ");
    }

    /// Enums are immutable and exceptions belong to whoever catches them: neither says it again.
    boolean needsThreadSentence() {
        return !head.contains("enum ")
                && !head.contains("@interface ")
                && !source.className().endsWith("Exception");
    }

    /// Whether the comment says who may use the type from which thread.
    boolean hasThreadSentence() {
        return THREAD_SENTENCE.matcher(comment.replaceAll("\n///[ ]?", " ")).find();
    }
}
