package dev.longboat.bench;

/// A product by one of its doors, as it takes part in an experiment. Immutable.
///
/// @param door empty for the usual one
record Contestant(Product product, String door) {
    Contestant {
        if (!product.doors().contains(door)) {
            throw new IllegalArgumentException(
                    product.name() + " has no door '" + door + "'; it has " + product.doors());
        }
    }

    /// Reads `longboat` or `longboat/session`.
    ///
    /// @throws IllegalArgumentException when there is no such product, or it has no such door
    static Contestant parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new Contestant(Products.named(text), "")
                : new Contestant(Products.named(text.substring(0, slash)), text.substring(slash + 1));
    }

    /// `longboat/session`.
    String name() {
        return door.isEmpty() ? product.name() : product.name() + "/" + door;
    }
}
