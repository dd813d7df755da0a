package dev.longboat.cli;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/// How a line of a [Shell] is cut into words: at white space, but for what stands between `'…'` or
/// `"…"`. A backslash is a character like any other, so that escapes reach `--escapes`. A quote
/// that is open goes on in the next line. Immutable.
final class ShellParser implements Parser {
    /// The words of a line.
    ///
    /// @throws EOFError when a quote is open
    static List<String> words(String line) {
        return new ShellParser().parse(line, 0, ParseContext.ACCEPT_LINE).words();
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        List<Word> words = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
                at++;
            }
            if (at == line.length()) {
                return Line.of(line, cursor, words);
            }
            Word word = wordAt(line, at);
            if (word.open() && context != ParseContext.COMPLETE) {
                throw new EOFError(-1, -1, "a quote is never closed", "quote");
            }
            words.add(word);
            at = word.to();
        }
    }

    private static Word wordAt(String line, int from) {
        StringBuilder text = new StringBuilder();
        char quote = 0;
        int at = from;
        for (; at < line.length(); at++) {
            char c = line.charAt(at);
            if (quote == 0 && Character.isWhitespace(c)) {
                break;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else {
                text.append(c);
            }
        }
        return new Word(text.toString(), from, at, quote != 0);
    }

    /// A word, and where it stands with its quotes.
    private record Word(String text, int from, int to, boolean open) {}

    /// A line and the word at the cursor, which may be one that has not begun.
    private record Line(String line, int cursor, List<String> words, int wordIndex, String word, int from)
            implements CompletingParsedLine {
        static Line of(String line, int cursor, List<Word> words) {
            List<String> texts = new ArrayList<>(words.stream().map(Word::text).toList());
            int index = 0;
            while (index < words.size() && words.get(index).to() < cursor) {
                index++;
            }
            if (index < words.size() && words.get(index).from() <= cursor) {
                Word word = words.get(index);
                // What is completed is what stands before the cursor.
                String begun = wordAt(line.substring(0, cursor), word.from()).text();
                return new Line(line, cursor, texts, index, begun, word.from());
            }
            return new Line(line, cursor, texts, index, "", cursor);
        }

        @Override
        public int wordCursor() {
            return word.length();
        }

        @Override
        public int rawWordCursor() {
            return cursor - from;
        }

        @Override
        public int rawWordLength() {
            return cursor - from;
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            String text = candidate.toString();
            boolean plain =
                    !text.isEmpty() && text.chars().noneMatch(c -> Character.isWhitespace(c) || c == '\'' || c == '"');
            if (plain) {
                return text;
            }
            return "'" + text.replace("'", "'\"'\"'") + (complete ? "'" : "");
        }
    }
}
