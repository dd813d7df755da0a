package dev.longboat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.client.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Goal: at a terminal a value is shown as what it is, and cannot command it. Method: values of
/// every kind.
final class ValueViewTest {
    private static final ValueView TERMINAL = ValueView.of(true, Map.of());

    @Test
    void json_isIndented_withItsNumbersAsTheyWereWritten() {
        assertThat(TERMINAL.shown(Value.of("{\"b\":1.10,\"a\":[1e5,null,\"x\\ny\"],\"a\":{}}")))
                .isEqualTo("""
                        {
                          "b" : 1.10,
                          "a" : [
                            1e5,
                            null,
                            "x\\ny"
                          ],
                          "a" : { }
                        }""");
    }

    @Test
    void whatOnlyLooksLikeJson_isText() {
        for (String text : new String[] {"{", "{} {}", "[1,]", "{a}", "17", "\"x\"", "[] and more", "{\"a\":1}}"}) {
            assertThat(TERMINAL.shown(Value.of(text))).isEqualTo(text);
        }
        assertThat(TERMINAL.shown(Value.of("one\ntwo"))).isEqualTo("one\ntwo");
    }

    @Test
    void escapesOfJson_doNotCommandTheTerminal() {
        String csi = "{\"a\":\"\\u009b2J\"}";
        assertThat(TERMINAL.shown(Value.of(csi))).isEqualTo(csi);
        assertThat(TERMINAL.shown(Value.of("{\"a\":\"\\u001b[2J\"}"))).doesNotContain("\u001b");
    }

    @Test
    void otherBytes_areDumped() {
        byte[] bytes = new byte[18];
        bytes[0] = (byte) 0xff;
        bytes[1] = 'v';
        bytes[17] = 0x1b;
        assertThat(TERMINAL.shown(Value.wrap(bytes))).isEqualTo("""
                        00000000  ff 76 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |.v..............|
                        00000010  00 1b                                             |..|""");
    }

    @Test
    void colours_areForTerminalsThatWantThem() {
        Value value = Value.of("{\"a\":1}");
        assertThat(ValueView.of(true, Map.of("TERM", "xterm")).shown(value))
                .isEqualTo("{\n  \u001b[36m\"a\"\u001b[0m : 1\n}");
        String text = "[\"" + "x\\n".repeat(100_000) + "\"]";
        assertThat(ValueView.of(true, Map.of("TERM", "xterm")).shown(Value.of(text)))
                .hasSize(300_008);
        for (Map<String, String> env :
                List.of(Map.<String, String>of(), Map.of("TERM", "dumb"), Map.of("TERM", "xterm", "NO_COLOR", "1"))) {
            assertThat(ValueView.of(true, env).shown(value)).doesNotContain("\u001b");
        }
        assertThat(ValueView.of(false, Map.of("TERM", "xterm")).shown(value)).isEqualTo("{\"a\":1}");
    }
}
