package dev.longboat.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// The translations of a language, in the format of GNU gettext, which translators and their tools
/// know:
///
///     # What comes before an entry is for the translator.
///     msgid "not found: %s"
///     msgstr "no se encontró: %s"
///
/// A text goes on in the next line's quotes; `\n`, `\"` and `\\` are as in Java. The entry whose
/// `msgid` is empty is about the file. Plurals and contexts are not understood. Immutable; holds
/// nothing.
final class Catalogue {
    private static final String ID = "msgid ";
    private static final String TRANSLATION = "msgstr ";

    private Catalogue() {}

    /// English sentence → its translation.
    ///
    /// @throws IOException when a line is none of these, or a sentence stands there twice
    static Map<String, String> read(BufferedReader lines) throws IOException {
        Map<String, String> translations = new HashMap<>();
        String id = "";
        String translation = "";
        boolean inId = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith(ID)) {
                add(translations, id, translation);
                id = text(line.substring(ID.length()));
                translation = "";
                inId = true;
            } else if (line.startsWith(TRANSLATION)) {
                translation = text(line.substring(TRANSLATION.length()));
                inId = false;
            } else if (inId) {
                id += text(line);
            } else {
                translation += text(line);
            }
        }
        add(translations, id, translation);
        return translations;
    }

    private static void add(Map<String, String> translations, String id, String translation) throws IOException {
        if (!id.isEmpty() && translations.put(id, translation) != null) {
            throw new IOException("said twice: " + id);
        }
    }

    private static String text(String quoted) throws IOException {
        if (quoted.length() < 2 || !quoted.startsWith("\"") || !quoted.endsWith("\"")) {
            throw new IOException("a text in quotes is expected: " + quoted);
        }
        return quoted.substring(1, quoted.length() - 1).translateEscapes();
    }
}
