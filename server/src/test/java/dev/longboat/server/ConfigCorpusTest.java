package dev.longboat.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.FuzzCorpus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What fuzzers have found worth keeping, and inputs near it, given to [ConfigFuzz] again.
@Timeout(120)
final class ConfigCorpusTest {
    @Test
    void corpus_isReadOrRefused() {
        List<byte[]> corpus = FuzzCorpus.at(Path.of("src/test/resources/fuzz/CONFIG"));
        assertThat(corpus).isNotEmpty();
        FuzzCorpus.neighbours(corpus, 4_000).forEach(ConfigFuzz::fuzzerTestOneInput);
    }
}
