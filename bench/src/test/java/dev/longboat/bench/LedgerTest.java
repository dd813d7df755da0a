package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.client.Value;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The ledger allows what a server may hold and nothing else (B1): a checker that forgives proves
/// nothing.
final class LedgerTest {
    private static final long NOTHING = Ledger.Write.NONE.number();

    private final Ledger ledger = new Ledger();

    @Test
    void keyNeverWritten_mayOnlyBeAbsent() {
        assertThat(found("a", NOTHING)).isTrue();
        assertThat(found("a", 1)).isFalse();
    }

    @Test
    void acknowledgedWrite_mustBeFound() {
        long first = acknowledged(set("a"));
        long second = acknowledged(set("a"));
        assertThat(found("a", NOTHING)).isFalse();
        assertThat(found("a", first)).isFalse();
        assertThat(found("a", second)).isTrue();
    }

    @Test
    void writeInDoubt_mayBeFoundOrNot_butStaysAsItWasFound() {
        long first = acknowledged(set("a"));
        long second = sent(set("a"));
        assertThat(numbers("a")).containsExactly(first, second);
        assertThat(ledger.inDoubt()).isEqualTo(1);
        assertThat(found("a", second)).isTrue();
        assertThat(found("a", first)).isFalse();
        assertThat(ledger.inDoubt()).isZero();
    }

    @Test
    void writesOfTheSameBytes_stayInDoubtTogether() {
        acknowledged(set("a"));
        long second = sent(set("a"));
        long third = sent(set("a"));
        assertThat(ledger.found("a", write -> write.number() >= second)).isTrue();
        assertThat(numbers("a")).containsExactly(second, third);
        assertThat(ledger.found("a", Ledger.Write::absent)).isFalse();
        assertThat(numbers("a")).containsExactly(second, third);
    }

    @Test
    void deleteInDoubt_mayHaveHappened() {
        acknowledged(set("a"));
        sent(Change.delete("a"));
        assertThat(ledger.found("a", Ledger.Write::absent)).isTrue();
        assertThat(found("a", 1)).isFalse();
    }

    /// Writes are pipelined: some that were sent later are still under way when one is
    /// acknowledged.
    @Test
    void acknowledgement_endsTheDoubtsOfEarlierWrites_andNotOfLaterOnes() {
        sent(set("a"));
        List<Change> second = List.of(set("a"));
        long number = ledger.nextNumber();
        ledger.intend(number, second);
        long third = sent(set("a"));
        ledger.acknowledge(number, second);
        assertThat(numbers("a")).containsExactly(number, third);
        assertThat(ledger.acknowledged()).isEqualTo(1);
    }

    @Test
    void refusedWrite_mayNeverBeFound() {
        long first = acknowledged(set("a"));
        List<Change> second = List.of(set("a"));
        long number = ledger.nextNumber();
        ledger.intend(number, second);
        ledger.refuse(number, second);
        assertThat(found("a", number)).isFalse();
        assertThat(found("a", first)).isTrue();
    }

    @Test
    void transactionInDoubt_thatHappenedInPart_isTorn() {
        long number = sent(set("a"), set("b"), Change.delete("c"));
        assertThat(found("a", number)).isTrue();
        assertThat(found("b", NOTHING)).isTrue();
        assertThat(ledger.torn()).containsExactly(number);
    }

    @Test
    void transactionInDoubt_thatHappenedOrDidNot_isWhole() {
        long first = sent(set("a"), set("b"));
        assertThat(found("a", first) && found("b", first)).isTrue();
        assertThat(ledger.torn()).isEmpty();
        long second = sent(set("a"), set("b"));
        assertThat(found("a", first) && found("b", first)).isTrue();
        assertThat(ledger.torn()).isEmpty();
        assertThat(found("a", second)).isFalse();
    }

    /// A later write hides whether an earlier one happened to its key.
    @Test
    void keyWrittenAgain_saysNothingOfATransaction() {
        long number = sent(set("a"), set("b"));
        long later = sent(set("a"));
        assertThat(found("a", later)).isTrue();
        assertThat(found("b", NOTHING)).isTrue();
        assertThat(ledger.torn()).isEmpty();
        assertThat(found("b", number)).isFalse();
    }

    @Test
    void present_listsWhatIsThereInOrder() {
        for (String key : new String[] {"p/3", "p/1", "q/1", "p/2"}) {
            acknowledged(set(key));
        }
        acknowledged(Change.delete("p/2"));
        assertThat(ledger.present("p/", 10)).containsExactly("p/1", "p/3");
        assertThat(ledger.present("p/", 1)).containsExactly("p/1");
        assertThat(ledger.keys()).containsExactly("p/1", "p/2", "p/3", "q/1");
    }

    private static Change set(String key) {
        return Change.set(key, Value.of("any"));
    }

    private long sent(Change... changes) {
        long number = ledger.nextNumber();
        ledger.intend(number, List.of(changes));
        return number;
    }

    private long acknowledged(Change... changes) {
        long number = sent(changes);
        ledger.acknowledge(number, List.of(changes));
        return number;
    }

    private boolean found(String key, long number) {
        return ledger.found(key, write -> write.number() == number);
    }

    private List<Long> numbers(String key) {
        return Stream.of(key)
                .flatMap(k -> ledger.possible(k).stream())
                .map(Ledger.Write::number)
                .toList();
    }
}
