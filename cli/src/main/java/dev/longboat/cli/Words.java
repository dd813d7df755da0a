package dev.longboat.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The words of a language: how the program says a [Phrase] to a human. What programs read never
/// passes through here but in English.
///
/// English is in the code. The translations of another language are in its [Catalogue], which is
/// read when the first sentence is said: a `get` that succeeds says none. A sentence that a
/// catalogue lacks is said in English; a test sees to it that none is lacking. Confined to the main
/// thread.
final class Words {
    static final Words ENGLISH = new Words(Language.en);

    private final Language language;
    private @Nullable Map<String, String> translations;

    Words(Language language) {
        this.language = language;
        this.translations = language == Language.en ? Map.of() : null;
    }

    Language language() {
        return language;
    }

    /// A phrase, in this language.
    String told(Phrase phrase) {
        return phrase.in(this::translated);
    }

    /// The same, put together here.
    String told(String english, Object... arguments) {
        return told(Phrase.of(english, arguments));
    }

    /// What a server's reason means; empty in English, where the server's own words say it, and for
    /// a reason that is not known.
    ///
    /// @param reason such as `REVISION_FUTURE`
    String meaning(String reason) {
        return translations().getOrDefault(reason, "");
    }

    /// A sentence without places, in this language.
    String translated(String english) {
        return translations().getOrDefault(english, english);
    }

    private Map<String, String> translations() {
        Map<String, String> known = translations;
        if (known == null) {
            known = read(language + ".po");
            translations = known;
        }
        return known;
    }

    private static Map<String, String> read(String name) {
        try (InputStream in = Words.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no such catalogue: " + name);
            }
            return Catalogue.read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
