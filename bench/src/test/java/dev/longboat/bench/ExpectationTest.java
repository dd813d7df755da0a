package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a client may expect follows from what it asked for before.
final class ExpectationTest {
    private final Expectation expectation = new Expectation();

    @Test
    void pair_isCreatedOnce() {
        assertThat(after(Act.Verb.CREATE, "one")).isEqualTo(Outcome.DONE);
        assertThat(after(Act.Verb.CREATE, "two")).isEqualTo(Outcome.NOT_DONE);
        assertThat(expectation.pairs()).isEqualTo(Map.of("k", "one"));
    }

    @Test
    void pair_isUpdatedAndDeletedWhileItIsThere() {
        assertThat(after(Act.Verb.UPDATE, "one")).isEqualTo(Outcome.NOT_DONE);
        assertThat(after(Act.Verb.SET, "one")).isEqualTo(Outcome.DONE);
        assertThat(after(Act.Verb.UPDATE, "two")).isEqualTo(Outcome.DONE);
        assertThat(after(Act.Verb.GET, "")).isEqualTo(Outcome.found(Optional.of("two")));
        assertThat(after(Act.Verb.DELETE, "")).isEqualTo(Outcome.DONE);
        assertThat(after(Act.Verb.DELETE, "")).isEqualTo(Outcome.NOT_DONE);
        assertThat(after(Act.Verb.GET, "")).isEqualTo(Outcome.found(Optional.empty()));
        assertThat(expectation.pairs()).isEmpty();
    }

    private Outcome after(Act.Verb verb, String value) {
        return expectation.after(new Act(verb, "k", value));
    }
}
