package dev.longboat.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Inputs for decoders, one in each file of a directory, as a coverage-guided fuzzer leaves them.
/// Immutable; holds no state.
public final class FuzzCorpus {
    private FuzzCorpus() {}

    /// The inputs in a directory, in the order of their names.
    public static List<byte[]> at(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<byte[]> inputs = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
            return inputs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The inputs, and inputs near them: cut off, and with a byte changed.
    ///
    /// @param count how many at most; the same for the same corpus
    public static List<byte[]> neighbours(List<byte[]> corpus, int count) {
        List<byte[]> inputs = new ArrayList<>(corpus);
        SplittableRandom random = new SplittableRandom(corpus.size());
        while (inputs.size() < count && corpus.stream().anyMatch(each -> each.length > 0)) {
            byte[] one = corpus.get(random.nextInt(corpus.size()));
            if (one.length > 0) {
                boolean cut = random.nextInt(4) == 0;
                byte[] changed = Arrays.copyOf(one, cut ? random.nextInt(one.length) : one.length);
                if (!cut) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                }
                inputs.add(changed);
            }
        }
        return inputs;
    }
}
