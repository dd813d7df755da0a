package dev.longboat.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/// The compressions that are there, by which stored bytes become values again. Immutable.
final class Compressions {
    /// No value is longer that is compressed as one: longer ones are compressed piece by piece. So
    /// a length that lies costs no more memory than this.
    static final int LENGTH_MAX = 1 << 20;

    static final int ID_MAX = 255;

    /// For a store that never had a compressed value.
    static final Compressions NONE = new Compressions(Map.of(), List.of());

    private static final int BROKEN_MAX = 16;

    private final Map<Integer, ValueCompression> byId;

    /// Why others are not among them.
    private final List<String> broken;

    private Compressions(Map<Integer, ValueCompression> byId, List<String> broken) {
        this.byId = Map.copyOf(byId);
        this.broken = List.copyOf(broken);
    }

    /// Those on the class path, as the calling thread sees it. One that cannot be loaded is not
    /// there: whoever needs it is told why.
    ///
    /// @throws CompressionException when one has no possible id, or two have the same
    static Compressions find() {
        Map<Integer, ValueCompression> found = new HashMap<>();
        List<String> broken = new ArrayList<>();
        Iterator<ValueCompression> all =
                ServiceLoader.load(ValueCompression.class).iterator();
        while (broken.size() < BROKEN_MAX) {
            try {
                if (!all.hasNext()) {
                    break;
                }
                add(found, all.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                broken.add(String.valueOf(e.getMessage()));
            }
        }
        return new Compressions(found, broken);
    }

    private static void add(Map<Integer, ValueCompression> found, ValueCompression compression) {
        if (compression.id() < 1 || compression.id() > ID_MAX) {
            throw new CompressionException(
                    "the compression " + compression.name() + " has the id " + compression.id() + ", not 1 to 255");
        }
        ValueCompression other = found.put(compression.id(), compression);
        if (other != null) {
            throw new CompressionException("two compressions have the id " + compression.id() + ": " + other.name()
                    + " and " + compression.name());
        }
    }

    /// The one of a name, after it has been seen to work.
    ///
    /// @throws CompressionException when there is none, or it does not work
    ValueCompression named(String name) {
        ValueCompression compression = byId.values().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CompressionException(
                        "there is no compression " + name + ": " + present() + "; " + toAdd(Optional.of(name))));
        byte[] sample = new byte[1024];
        byte[] target = new byte[sample.length];
        try {
            int bytes = compression.compress(sample, 0, sample.length, target);
            if (bytes < 1 || bytes > target.length) {
                throw new IllegalStateException("it makes " + bytes + " bytes of " + sample.length + " zeros");
            }
            return compression;
        } catch (RuntimeException | LinkageError e) {
            throw new CompressionException("the compression " + name + " does not work here: " + e, e);
        }
    }

    /// The value that a compression wrote as `stored`.
    ///
    /// @param id of the compression
    /// @param length of the value, at most [#LENGTH_MAX]
    /// @throws CorruptionException when the bytes do not become a value of this length
    /// @throws CompressionException when there is no such compression
    byte[] decompress(int id, byte[] stored, int length) {
        ValueCompression compression = byId.get(id);
        if (compression == null) {
            throw new CompressionException("the value was compressed by "
                    + nameOf(id).map(name -> name + ", the compression ").orElse("") + id + ", which is not there: "
                    + present() + "; " + toAdd(nameOf(id)));
        }
        byte[] value = new byte[length];
        try {
            int bytes = compression.decompress(stored, value);
            if (bytes != length) {
                throw new IllegalArgumentException("they are " + bytes);
            }
            return value;
        } catch (RuntimeException e) {
            throw new CorruptionException(
                    stored.length + " bytes by " + compression.name() + " do not become the value of " + length
                            + " bytes: " + e.getMessage(),
                    e);
        } catch (LinkageError e) {
            throw new CompressionException("the compression " + compression.name() + " does not work here: " + e, e);
        }
    }

    private String present() {
        return (byId.isEmpty()
                        ? "the class path has none"
                        : "the class path has "
                                + byId.values().stream()
                                        .map(ValueCompression::name)
                                        .sorted()
                                        .collect(Collectors.joining(", ")))
                + (broken.isEmpty() ? "" : ", and some that cannot be loaded: " + String.join("; ", broken));
    }

    /// Of an id that the format gives out.
    static Optional<String> nameOf(int id) {
        return switch (id) {
            case 1 -> Optional.of("lz4");
            case 2 -> Optional.of("zstd");
            default -> Optional.empty();
        };
    }

    private static String toAdd(Optional<String> name) {
        return name.filter(each -> each.equals("lz4") || each.equals("zstd"))
                .map(each -> "add dev.longboat:longboat-" + each + ", with what it needs")
                .orElse("add the jar that provides it");
    }
}
