package dev.longboat.bench;

import dev.longboat.engine.Retention;
import java.util.List;
import java.util.stream.Collectors;

/// All products that we know. Immutable.
final class Products {
    static final List<Product> ALL = List.of(
            new Longboat(),
            new Etcd(),
            new Redis(),
            new Echo(),
            new BareDisk(),
            new EmbeddedLongboat(Retention.all()),
            new EmbeddedLongboat(Retention.newest()),
            new RocksDb(false),
            new RocksDb(true),
            new Lmdb(),
            new MvStore());

    private Products() {}

    /// The product of a name.
    ///
    /// @throws IllegalArgumentException when there is none, with those that there are
    static Product named(String name) {
        return ALL.stream()
                .filter(product -> product.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no system is named '" + name + "'; there are "
                        + ALL.stream().map(Product::name).collect(Collectors.joining(", "))));
    }
}
