package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/// A workload refuses what makes no sense, and says what it is.
final class WorkloadTest {
    @Test
    void workload_outOfRange_isRefusedWithItsNumber() {
        Workload some = Workload.of(10, 100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> some.withReadPercent(101))
                .withMessageContaining("readPercent is 101");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> some.withClients(0))
                .withMessageContaining("clients is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> some.withPerSecond(Double.NaN))
                .withMessageContaining("perSecond");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Workload.of(10, 7))
                .withMessageContaining("valueBytes is 7");
    }

    @Test
    void loading_writesEachPairOnceInAClosedLoop() {
        Workload loading = Workload.of(10, 100).withPerSecond(5).loading(3);
        assertThat(loading.readPercent()).isZero();
        assertThat(loading.operations()).isEqualTo(10);
        assertThat(loading.distribution()).isEqualTo(Distribution.ONCE);
        assertThat(loading.isOpenLoop()).isFalse();
        assertThat(loading.clients()).isEqualTo(3);
    }

    @Test
    void summary_saysWhatIsNotUsual() {
        assertThat(Workload.of(10, 4096).summary()).isEqualTo("4 KiB, 100 % reads, 1 client");
        assertThat(Workload.of(10, 1 << 20)
                        .withClients(8)
                        .withReadPercent(50)
                        .withDistribution(Distribution.ZIPFIAN)
                        .withPerSecond(1000)
                        .summary())
                .isEqualTo("1 MiB, 50 % reads, 8 clients, zipfian, 1000/s due");
    }

    @Test
    void bytes_areReadAndWrittenAsPeopleDo() {
        assertThat(Bytes.parse("512")).isEqualTo(512);
        assertThat(Bytes.parse("4k")).isEqualTo(4096);
        assertThat(Bytes.parse("1MiB")).isEqualTo(1 << 20);
        assertThat(Bytes.text(4096)).isEqualTo("4 KiB");
        assertThat(Bytes.text(1536)).isEqualTo("1.5 KiB");
        for (String wrong : new String[] {"", "k", "4x", "-1", "1.5m", "9999999999999"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Bytes.parse(wrong))
                    .withMessageContaining("'" + wrong + "'");
        }
    }
}
