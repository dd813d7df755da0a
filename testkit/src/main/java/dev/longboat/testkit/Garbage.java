package dev.longboat.testkit;

import java.util.SplittableRandom;

/// Draws what a garbled sector reads as. Confined to the thread that draws a crash.
final class Garbage {
    private final SplittableRandom random;

    Garbage(long seed) {
        random = new SplittableRandom(seed);
    }

    /// Turns what was there into nonsense: noise, the new bytes with some bits flipped, or new
    /// bytes up to some point and old ones from there.
    ///
    /// @param bytes what was there; changed in place
    /// @param source holds what was to be there, from `from`
    void spoil(byte[] bytes, byte[] source, int from) {
        switch (random.nextInt(3)) {
            case 0 -> random.nextBytes(bytes);
            case 1 -> {
                System.arraycopy(source, from, bytes, 0, bytes.length);
                for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            default -> System.arraycopy(source, from, bytes, 0, random.nextInt(bytes.length));
        }
    }
}
