package dev.longboat.classic;

import dev.longboat.grpc.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A command of the text protocol. Immutable.
sealed interface TextCommand {
    /// Create a key that does not exist.
    record Post(byte[] key, byte[] value) implements TextCommand {}

    /// Overwrite a key that exists.
    record Put(byte[] key, byte[] value) implements TextCommand {}

    /// Read a key.
    record Get(byte[] key) implements TextCommand {}

    /// Delete a key; its history stays.
    record Delete(byte[] key) implements TextCommand {}

    /// Show all.
    record Dump() implements TextCommand {}

    /// None of these.
    record Invalid() implements TextCommand {}

    /// Nothing but white space, or no text: ends the connection.
    record Hopeless() implements TextCommand {}

    /// A command that was dropped while it came in.
    record Refused(Failure failure) implements TextCommand {}

    /// What a frame asks for.
    static TextCommand of(TextFrame frame) {
        return switch (frame) {
            case TextFrame.Command(byte[] bytes) -> of(bytes);
            case TextFrame.Dropped(Failure failure) -> new Refused(failure);
        };
    }

    /// Whether it only reads: such a one must see every write before it.
    default boolean isRead() {
        return switch (this) {
            case Get _, Dump _ -> true;
            case Post _, Put _, Delete _, Invalid _, Hopeless _, Refused _ -> false;
        };
    }

    /// Reads a command: words between ASCII white space, the first in any case.
    static TextCommand of(byte[] bytes) {
        if (!Texts.isText(bytes)) {
            return new Hopeless();
        }
        List<byte[]> words = words(bytes);
        if (words.isEmpty()) {
            return new Hopeless();
        }
        String verb = new String(words.getFirst(), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
        return switch (verb + " " + (words.size() - 1)) {
            case "POST 2" -> new Post(words.get(1), words.get(2));
            case "PUT 2" -> new Put(words.get(1), words.get(2));
            case "GET 1" -> new Get(words.get(1));
            case "DELETE 1" -> new Delete(words.get(1));
            case "DUMP 0" -> new Dump();
            default -> new Invalid();
        };
    }

    /// The first four words; more make any command invalid.
    private static List<byte[]> words(byte[] bytes) {
        List<byte[]> words = new ArrayList<>();
        int at = 0;
        while (at < bytes.length && words.size() < 4) {
            int from = at;
            while (at < bytes.length && !isWhite(bytes[at])) {
                at++;
            }
            if (at > from) {
                words.add(Arrays.copyOfRange(bytes, from, at));
            }
            at++;
        }
        return words;
    }

    private static boolean isWhite(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
}
