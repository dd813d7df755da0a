package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A threshold is read, speaks of the rows it means, and knows on which side of it a figure lies.
final class ThresholdTest {
    private static final Row ROW = new Row.Maker()
            .with("system", "longboat")
            .with("slice", "all")
            .with("operation", "all")
            .with("p99_us", 5000.0, 1)
            .with("p999_us", 9000.0, 1)
            .with("per_second", 800.0, 1)
            .row();

    @Test
    void bound_isReadInItsUnit() {
        assertThat(Threshold.parse("p99<5ms").bound()).isEqualTo(5000);
        assertThat(Threshold.parse("mean <= 200us").bound()).isEqualTo(200);
        assertThat(Threshold.parse("max<1.5s").bound()).isEqualTo(1_500_000);
        assertThat(Threshold.parse("throughput>10000/s").bound()).isEqualTo(10_000);
    }

    @Test
    void figure_onTheWrongSide_isSeen() {
        assertThat(Threshold.parse("p99<5ms").holds(ROW)).isFalse();
        assertThat(Threshold.parse("p99<=5ms").holds(ROW)).isTrue();
        assertThat(Threshold.parse("p99.9<8ms").holds(ROW)).isFalse();
        assertThat(Threshold.parse("throughput>=800/s").holds(ROW)).isTrue();
        assertThat(Threshold.parse("throughput>800/s").holds(ROW)).isFalse();
        assertThat(Threshold.parse("p99<5ms").violation(ROW)).contains("longboat", "5000.0", "p99<5ms");
    }

    @Test
    void threshold_ofReads_saysNothingOfAllOperations() {
        assertThat(Threshold.parse("p99<5ms").concerns(ROW)).isTrue();
        assertThat(Threshold.parse("read.p99<5ms").concerns(ROW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "p98<5ms", "p99=5ms", "p99<5", "p99<5/s", "throughput>5ms", "p99<-1ms", "delete.p99<1s"})
    void anythingElse_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Threshold.parse(text))
                .withMessageContaining("'" + text + "'");
    }
}
