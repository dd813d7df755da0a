package dev.longboat.classic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Goal: one very large answer at a time (C4), in the order of asking. Method: one thread, so that
/// the order is the test's.
final class LargeAnswerGateTest {
    private final LargeAnswerGate gate = new LargeAnswerGate(2);
    private final List<String> passed = new ArrayList<>();

    /// C4.
    @Test
    void oneIsInside_othersFollowInOrder_andTooManyAreRefused() {
        assertThat(gate.enter(() -> passed.add("first"))).isTrue();
        assertThat(gate.enter(() -> passed.add("second"))).isTrue();
        assertThat(gate.enter(() -> passed.add("third"))).isTrue();
        assertThat(gate.enter(() -> passed.add("fourth"))).isFalse();
        assertThat(passed).containsExactly("first");
        gate.leave();
        assertThat(passed).containsExactly("first", "second");
        gate.leave();
        gate.leave();
        assertThat(passed).containsExactly("first", "second", "third");
        assertThat(gate.enter(() -> passed.add("fifth"))).isTrue();
        assertThat(passed).endsWith("fifth");
    }
}
