package dev.longboat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.client.Key;
import dev.longboat.client.Value;
import dev.longboat.testkit.GoldenScripts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Goal: what a user types gives the documented output and exit code; data and talk never mix (L1,
/// L2, L3). Method: golden scripts against a server in memory, and the small parts by themselves.
final class LbClientTest {
    /// L1: the scripts show both outputs apart. L2: and every exit code. L3: and missing newlines.
    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        return GoldenScripts.in("cli", CliScript::new);
    }

    /// The list in the help and the page is the list in the code (L2).
    @Test
    void exitCodes_neverChange() {
        assertThat(Arrays.stream(ExitCode.values()).map(code -> code.number() + " " + code))
                .containsExactly(
                        "0 OK",
                        "1 FAULT",
                        "2 USAGE",
                        "3 NOT_FOUND",
                        "4 REFUSED",
                        "5 EXHAUSTED",
                        "6 UNAVAILABLE",
                        "7 DEADLINE",
                        "8 UNKNOWN_OUTCOME",
                        "9 NOT_PERMITTED",
                        "10 LOCAL_FILE",
                        "11 DAMAGED");
    }

    @Test
    void shownKeys_readBackAsTheSameBytes() {
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(8)];
            random.nextBytes(bytes);
            assertThat(ShownText.bytes(ShownText.of(Key.of(bytes))))
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
        }
        for (String text : List.of("Größe", "\u0085", "a\\nb", "\u001b[2J", "\uD83D\uDE80")) {
            assertThat(ShownText.bytes(ShownText.of(Key.of(text))))
                    .as(text)
                    .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void shownText_neverCommandsTheTerminal() {
        assertThat(ShownText.of(Value.of("\u001b[2J"))).isEqualTo("\\x1b[2J");
        assertThat(ShownText.of(Value.of("\u009b2J"))).isEqualTo("\\xc2\\x9b2J");
        assertThat(ShownText.block(Value.of("two\n\tlines"))).isEqualTo("two\n\tlines");
        assertThat(ShownText.block(Value.of("a\u0007"))).isEqualTo("a\\x07");
    }

    @Test
    void escapes_thatAreNone_areRefused() {
        for (String wrong : List.of("\\", "\\q", "\\x", "\\x1", "\\xg0")) {
            assertThatThrownBy(() -> ShownText.bytes(wrong)).as(wrong).isInstanceOf(UsageException.class);
        }
    }

    @Test
    void argumentsOfTheKernel_replaceWhatTheLocaleBroke() {
        byte[] line = "java\0-cp\0x\0set\0clé\0é\0".getBytes(StandardCharsets.UTF_8);
        assertThat(ProcessArguments.lastOf(line, List.of("set", "cl??", "??"))).containsExactly("set", "clé", "é");
        byte[] broken = {'k', 0, (byte) 0xff, 0};
        assertThatThrownBy(() -> ProcessArguments.lastOf(broken, List.of("?")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--escapes");
        assertThat(ProcessArguments.of(new String[] {"stat"})).containsExactly("stat");
    }

    @Test
    void timeouts_haveUnits() {
        TimeoutConverter converter = new TimeoutConverter();
        assertThat(converter.convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(converter.convert("10")).isEqualTo(Duration.ofSeconds(10));
        assertThat(converter.convert("2m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(converter.convert("3h")).isEqualTo(Duration.ofHours(3));
        assertThat(converter.convert("4d")).isEqualTo(Duration.ofDays(4));
        for (String wrong : List.of("", "0", "-1", "1w", "s")) {
            assertThatThrownBy(() -> converter.convert(wrong)).as(wrong).hasMessageContaining("is not a time");
        }
    }

    @Test
    void byteCounts_areShort() {
        assertThat(ByteCount.of(1023)).isEqualTo("1023 B");
        assertThat(ByteCount.of(1536)).isEqualTo("1.5 KiB");
        assertThat(ByteCount.of(64L << 20)).isEqualTo("64.0 MiB");
    }
}
