package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/// Who takes part is named by a product and a door.
final class ContestantTest {
    @Test
    void names_comeBack() {
        for (Product product : Products.ALL) {
            for (String door : product.doors()) {
                Contestant contestant = new Contestant(product, door);
                Contestant parsed = Contestant.parse(contestant.name());
                assertThat(parsed.product().name()).isEqualTo(product.name());
                assertThat(parsed.door()).isEqualTo(door);
            }
        }
    }

    @Test
    void unknownSystemOrDoor_isRefusedWithThoseThatThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Contestant.parse("mongo"))
                .withMessageContaining("longboat, etcd, redis");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Contestant.parse("etcd/session"))
                .withMessageContaining("etcd has no door 'session'");
    }
}
