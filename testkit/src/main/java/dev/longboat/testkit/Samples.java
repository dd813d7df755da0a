package dev.longboat.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Draws keys and values that look for trouble. The same seed draws the same ones.
/// Confined to the test's thread.
public final class Samples {
    /// Bytes that code confuses: the ends, the sign's change, what protocols and shells split at.
    private static final byte[] EDGES = {0x00, 0x01, 0x7f, (byte) 0x80, (byte) 0xfe, (byte) 0xff, '/', ' ', '\n'};

    private final SplittableRandom random;
    private final List<byte[]> drawn = new ArrayList<>();

    public Samples(long seed) {
        random = new SplittableRandom(seed);
    }

    /// A key: often one that was drawn before, its prefix, its extension by 0x00 or 0xFF, its
    /// neighbour in order, else short words, edges, noise, and seldom a long one.
    ///
    /// @return 1 to 300 bytes, the caller's own
    public byte[] key() {
        byte[] key = drawn.isEmpty() || random.nextInt(3) == 0 ? freshKey() : relative();
        if (drawn.size() < 64) {
            drawn.add(key);
        } else {
            drawn.set(random.nextInt(64), key);
        }
        return key.clone();
    }

    private byte[] relative() {
        byte[] known = drawn.get(random.nextInt(drawn.size()));
        byte[] key = switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(known, known.length + 1);
            case 1 -> {
                byte[] longer = Arrays.copyOf(known, known.length + 1);
                longer[known.length] = EDGES[random.nextInt(EDGES.length)];
                yield longer;
            }
            case 2 -> Arrays.copyOf(known, 1 + random.nextInt(known.length));
            case 3 -> {
                byte[] neighbour = known.clone();
                neighbour[known.length - 1] += (byte) (random.nextBoolean() ? 1 : -1);
                yield neighbour;
            }
            default -> known;
        };
        return key.length > 300 ? Arrays.copyOf(key, 300) : key;
    }

    private byte[] freshKey() {
        return switch (random.nextInt(8)) {
            case 0 -> new byte[] {EDGES[random.nextInt(EDGES.length)]};
            case 1 -> {
                byte[] edges = new byte[1 + random.nextInt(8)];
                for (int at = 0; at < edges.length; at++) {
                    edges[at] = EDGES[random.nextInt(EDGES.length)];
                }
                yield edges;
            }
            case 2 -> bytes(1 + random.nextInt(16));
            case 3 -> bytes(200 + random.nextInt(100));
            default ->
                ("user/" + (char) ('a' + random.nextInt(4)) + "/" + random.nextInt(20))
                        .getBytes(StandardCharsets.UTF_8);
        };
    }

    /// A value: mostly short, now and then empty, at the edge of a block, or of up to `bytesMax`.
    public byte[] value(int bytesMax) {
        int bytes = switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> 4096 - 2 + random.nextInt(5);
            case 2 -> 512 - 2 + random.nextInt(5);
            case 3 -> random.nextInt(bytesMax + 1);
            default -> 1 + random.nextInt(64);
        };
        return bytes(Math.min(bytes, bytesMax));
    }

    /// So many bytes: noise, or one byte over and over.
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        if (random.nextInt(4) == 0) {
            Arrays.fill(bytes, (byte) random.nextInt(256));
        } else {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    /// A number from 0 to `bound` - 1.
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /// Whether something that happens once in `times` happens now.
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /// One of these.
    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
