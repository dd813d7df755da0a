package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.FuzzCorpus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What fuzzers have found worth keeping, given to each decoder again, cut at every length and with
/// every byte changed: refused or decoded, and nothing else. `make fuzz` looks further.
@Timeout(120)
final class FuzzCorpusTest {
    @ParameterizedTest
    @EnumSource
    void corpus_isDecodedOrRefused(FuzzTarget target) {
        List<byte[]> corpus = FuzzCorpus.at(Path.of("src/test/resources/fuzz", target.name()));
        assertThat(corpus).isNotEmpty();
        FuzzCorpus.neighbours(corpus, 4_000).forEach(target::eat);
    }
}
