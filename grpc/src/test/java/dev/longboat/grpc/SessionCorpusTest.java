package dev.longboat.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.FuzzCorpus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What fuzzers have found worth keeping, and inputs near it, given to [SessionFuzz] again.
@Timeout(120)
final class SessionCorpusTest {
    @Test
    void corpus_isReadOrRefused() {
        List<byte[]> corpus = FuzzCorpus.at(Path.of("src/test/resources/fuzz/SESSION"));
        assertThat(corpus).isNotEmpty();
        FuzzCorpus.neighbours(corpus, 4_000).forEach(SessionFuzz::fuzzerTestOneInput);
    }
}
