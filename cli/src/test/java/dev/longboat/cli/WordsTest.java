package dev.longboat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Goal: whoever asks for Spanish or Portuguese is answered in it, whole and without a wrong number
/// (L4). Method: the catalogues against every sentence of the program; sessions in both languages
/// are golden scripts.
final class WordsTest {
    private static final Path CATALOGUES = Path.of("src/main/resources/dev/longboat/cli");
    private static final Pattern PLACE = Pattern.compile("%(?:(\\d)\\$)?([a-z%])");

    /// L4: a sentence that was forgotten, and one that nobody says any more.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "en")
    void everySentence_isTranslated_andNoOther(Language language) throws IOException {
        Set<String> lacking = Sentences.ofProgram().all();
        Set<String> idle = new TreeSet<>(catalogue(language).keySet());
        idle.removeAll(lacking);
        lacking.removeAll(catalogue(language).keySet());
        assertThat(lacking).as("what is said and %s.po lacks", language).isEmpty();
        assertThat(idle).as("what %s.po has and nobody says", language).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "en")
    void placesOfASentence_areTheSameInEveryLanguage(Language language) throws IOException {
        catalogue(language).forEach((english, translation) -> {
            assertThat(places(translation)).as(english).isEqualTo(places(english));
            assertThat(translation).as(english).isNotBlank();
        });
    }

    @Test
    void everySentence_isWrittenInOnePiece() throws IOException {
        assertThat(Sentences.ofProgram().unknown()).isEmpty();
        Sentences some = Sentences.of("""
                class A {
                    Object a(boolean b, int n, String english) {
                        call.say("one" + " piece");
                        new Facts().number(b ? "keys_changed" : "uptime_ms", n).said("it", Phrase.of(english));
                        return b ? Phrase.of("two %d", n) : new UsageException("three" + n);
                    }
                }
                """);
        assertThat(some.all()).containsExactly("it", "keys changed", "one piece", "two %d", "uptime");
        assertThat(some.unknown()).containsExactly("\"three\" + n");
    }

    @Test
    void language_isTheOptions_elseTheVariables_elseTheLocales() {
        assertThat(Language.of(List.of("get", "--lang", "pt"), Map.of("LB_LANG", "es")))
                .isEqualTo(Language.pt);
        assertThat(Language.of(List.of("--lang=es", "get"), Map.of())).isEqualTo(Language.es);
        assertThat(Language.of(List.of("set", "k", "--", "--lang", "es"), Map.of()))
                .isEqualTo(Language.en);
        assertThat(Language.of(List.of("get", "--lang"), Map.of())).isEqualTo(Language.en);
        assertThat(Language.of(List.of("stat"), Map.of("LB_LANG", "pt", "LC_ALL", "es_ES")))
                .isEqualTo(Language.pt);
        assertThat(Language.of(List.of("stat"), Map.of("LB_LANG", "", "LC_ALL", "es_ES")))
                .isEqualTo(Language.es);
    }

    @Test
    void locale_isTheFirstOfThreeThatIsSet() {
        Map<String, String> env = new HashMap<>(Map.of("LANG", "es_MX.UTF-8"));
        assertThat(Language.of(List.of(), env)).isEqualTo(Language.es);
        env.put("LC_MESSAGES", "pt_BR");
        assertThat(Language.of(List.of(), env)).isEqualTo(Language.pt);
        env.put("LC_ALL", "C.UTF-8");
        assertThat(Language.of(List.of(), env)).isEqualTo(Language.en);
        env.put("LC_ALL", "");
        assertThat(Language.of(List.of(), env)).isEqualTo(Language.pt);
        for (String other : List.of("fr_FR", "est", "", "pt@latin")) {
            assertThat(Language.of(List.of(), Map.of("LANG", other)))
                    .as(other)
                    .isEqualTo(other.startsWith("pt") ? Language.pt : Language.en);
        }
    }

    @Test
    void phrase_isPutTogetherInItsLanguage() {
        Words spanish = new Words(Language.es);
        Phrase phrase = Phrase.of("unknown verb '%s'; did you mean %s?", "%d", Phrase.of("%s or %s", "get", "set"));
        assertThat(phrase).hasToString("unknown verb '%d'; did you mean get or set?");
        assertThat(spanish.told(phrase)).isEqualTo("verbo desconocido: «%d»; ¿quiso decir get o set?");
        assertThat(spanish.told(Phrase.exactly("100 %"))).isEqualTo("100 %");
        assertThat(spanish.told("not said anywhere: %s", 1)).isEqualTo("not said anywhere: 1");
    }

    @Test
    void catalogue_thatIsNone_isRefused() throws IOException {
        assertThat(read("# a\nmsgid \"\"\n\"a \\\"b\\\"\\n\"\n\"c\"\n\nmsgstr \"d\"\n"))
                .containsExactly(Map.entry("a \"b\"\nc", "d"));
        for (String wrong : List.of("msgid a", "msgid \"a", "msgctxt \"a\"", "msgid \"a\"\nmsgstr \"b\"\n".repeat(2))) {
            assertThatThrownBy(() -> read(wrong)).as(wrong).isInstanceOf(IOException.class);
        }
    }

    private static Map<String, String> read(String text) throws IOException {
        return Catalogue.read(new BufferedReader(new StringReader(text)));
    }

    private static Map<String, String> catalogue(Language language) throws IOException {
        try (BufferedReader lines =
                Files.newBufferedReader(CATALOGUES.resolve(language + ".po"), StandardCharsets.UTF_8)) {
            return Catalogue.read(lines);
        }
    }

    /// `1d`, `2s`: which argument is shown how; in whatever order.
    private static List<String> places(String sentence) {
        List<String> places = new ArrayList<>();
        int next = 1;
        for (MatchResult place : PLACE.matcher(sentence).results().toList()) {
            boolean takesArgument = "ds".contains(place.group(2));
            int index = place.group(1) != null ? Integer.parseInt(place.group(1)) : takesArgument ? next++ : 0;
            places.add(index + place.group(2));
        }
        return places.stream().sorted().toList();
    }
}
