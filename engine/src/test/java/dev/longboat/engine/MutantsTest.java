package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The tests are held to account: the same proofs that find nothing in the house as it is must fail
/// in one with a mistake, made by its disk ([StoreBug]) or in its code ([Mutant]). So that the
/// mistakes prove something, the proofs also run, and end well, in a house loaded in the same way
/// without one.
final class MutantsTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void plantedBug_isFound(StoreBug bug) {
        kills(bug, StoreProof.CRASHES, () -> StoreCrashTest.cutSeeds(bug, 6));
    }

    @ParameterizedTest
    @EnumSource
    void mutant_isFound(Mutant mutant) {
        kills(mutant, mutant.proof(), mutant::prove);
    }

    @Test
    void houseWithoutMistake_isProved() throws ReflectiveOperationException {
        MutantLoader loader = new MutantLoader();
        loader.task(StoreProof.LINKS).run();
        loader.task(StoreProof.MODEL).run();
        loader.task(StoreProof.MERGES).run();
        loader.task(StoreProof.PINS).run();
        loader.task(StoreProof.WATCHES).run();
        loader.task(StoreProof.LEASES).run();
        loader.task(StoreProof.COMPRESSION).run();
    }

    private static void kills(Enum<?> mistake, StoreProof proof, ThrowingCallable proving) {
        long start = System.nanoTime();
        Throwable death = catchThrowable(proving);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertThat(death).describedAs("what %s made of %s", proof, mistake).isNotNull();
        System.out.printf(
                "%-44s killed by %-11s in %,6d ms: %.120s%n",
                mistake, proof, millis, String.valueOf(death.getMessage()).replace('\n', ' '));
        assertThat(death instanceof CompletionException ? death.getCause() : death)
                .isInstanceOf(AssertionError.class);
    }
}
