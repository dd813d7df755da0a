package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The ledger allows what a server may hold and nothing else (B1): a checker that forgives proves
/// nothing.
final class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void keyNeverWritten_mayOnlyBeAbsent() {
        assertThat(ledger.found("a", Ledger.ABSENT)).isTrue();
        assertThat(ledger.found("a", 1)).isFalse();
    }

    @Test
    void acknowledgedWrite_mustBeFound() {
        long first = ledger.intendSet("a");
        ledger.acknowledge("a", first);
        long second = ledger.intendSet("a");
        ledger.acknowledge("a", second);
        assertThat(ledger.found("a", Ledger.ABSENT)).isFalse();
        assertThat(ledger.found("a", first)).isFalse();
        assertThat(ledger.found("a", second)).isTrue();
    }

    @Test
    void writeInDoubt_mayBeFoundOrNot_butStaysAsItWasFound() {
        long first = ledger.intendSet("a");
        ledger.acknowledge("a", first);
        long second = ledger.intendSet("a");
        assertThat(ledger.possible("a")).containsExactlyInAnyOrder(first, second);
        assertThat(ledger.found("a", second)).isTrue();
        assertThat(ledger.found("a", first)).isFalse();
    }

    @Test
    void writesOfTheSameBytes_stayInDoubtTogether() {
        ledger.acknowledge("a", ledger.intendSet("a"));
        long second = ledger.intendSet("a");
        long third = ledger.intendSet("a");
        assertThat(ledger.found("a", number -> number >= second)).isTrue();
        assertThat(ledger.possible("a")).containsExactlyInAnyOrder(second, third);
        assertThat(ledger.found("a", number -> number == Ledger.ABSENT)).isFalse();
        assertThat(ledger.possible("a")).containsExactlyInAnyOrder(second, third);
    }

    @Test
    void deleteInDoubt_mayHaveHappened() {
        ledger.acknowledge("a", ledger.intendSet("a"));
        ledger.intendDelete("a");
        assertThat(ledger.found("a", Ledger.ABSENT)).isTrue();
        assertThat(ledger.found("a", 1)).isFalse();
    }

    @Test
    void doubtsOfEarlierWrites_endWithTheNextAcknowledgement() {
        ledger.intendSet("a");
        ledger.intendSet("a");
        long third = ledger.intendSet("a");
        ledger.acknowledge("a", third);
        assertThat(ledger.possible("a")).containsExactly(third);
        assertThat(ledger.acknowledged()).isEqualTo(1);
    }

    @Test
    void present_listsWhatIsThereInOrder() {
        for (String key : new String[] {"p/3", "p/1", "q/1", "p/2"}) {
            ledger.acknowledge(key, ledger.intendSet(key));
        }
        ledger.acknowledge("p/2", ledger.intendDelete("p/2"));
        assertThat(ledger.present("p/", 10)).containsExactly("p/1", "p/3");
        assertThat(ledger.present("p/", 1)).containsExactly("p/1");
        assertThat(ledger.keys()).containsExactly("p/1", "p/2", "p/3", "q/1");
    }
}
