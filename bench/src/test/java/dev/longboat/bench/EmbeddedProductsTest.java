package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.engine.Retention;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every library that we compare with keeps what several clients put, and has it when it is opened
/// again.
final class EmbeddedProductsTest {
    static Stream<Product> libraries() {
        return Stream.of(
                new EmbeddedLongboat(Retention.all()),
                new EmbeddedLongboat(Retention.newest()),
                new RocksDb(false),
                new RocksDb(true),
                new Lmdb(),
                new MvStore());
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void pairs_areThereAgainAfterReopening(Product product, @TempDir Path directory) throws Exception {
        Workload workload = Workload.of(200, 700);
        assertThat(product.missing()).isEmpty();
        assertThat(product.settings()).isNotBlank();
        try (Target target = product.start(directory.resolve("data"), workload);
                Clients clients = new Clients(target, "", workload.loading(4))) {
            clients.run(Duration.ofMinutes(2), new LiveLine(System.err, false));
        }
        try (Target target = product.start(directory.resolve("data"), workload);
                BlockingCalls calls = (BlockingCalls) target.connect("", 1)) {
            Dataset dataset = workload.dataset();
            for (int i = 0; i < 200; i++) {
                assertThat(calls.get(dataset.keyBytes(i))).isEqualTo(ByteBuffer.wrap(dataset.valueBytes(i)));
            }
            assertThat(calls.get(new byte[] {1})).isNull();
        }
    }
}
