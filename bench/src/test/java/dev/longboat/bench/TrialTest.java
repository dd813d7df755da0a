package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the end of a laboratory says: a run that found nothing, one that found something, and one
/// that was none are told apart (B4).
final class TrialTest {
    private final Trial trial = new Trial("nothing", new Plan());

    @Test
    void cleanFindings_areASuccess() throws Exception {
        int code = trial.run(Optional.empty(), subject -> {
            Findings findings = new Findings(subject.name());
            findings.round();
            return findings;
        });
        assertThat(code).isZero();
    }

    @Test
    void findingsOfNoFault_areNoSuccess() throws Exception {
        assertThat(trial.run(Optional.empty(), subject -> new Findings(subject.name())))
                .isEqualTo(77);
    }

    @Test
    void violation_isAFailure() throws Exception {
        int code = trial.run(Optional.empty(), subject -> {
            Findings findings = new Findings(subject.name());
            findings.round();
            findings.tally().compared(false, () -> "a write is gone");
            return findings;
        });
        assertThat(code).isEqualTo(1);
    }

    @Test
    void laboratoryThatLacksSomething_isNotRun() throws Exception {
        int code = trial.run(Optional.of("no root"), _ -> {
            throw new AssertionError("it ran");
        });
        assertThat(code).isEqualTo(77);
    }
}
