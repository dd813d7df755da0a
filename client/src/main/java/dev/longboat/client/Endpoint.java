package dev.longboat.client;

/// Where a server listens. Immutable.
///
/// @param host a name, an IPv4 address, or an IPv6 address without brackets
/// @param port 1 to 65,535
public record Endpoint(String host, int port) {
    /// The port that is meant when none is named.
    public static final int PORT_DEFAULT = 50051;

    /// Checks both.
    public Endpoint {
        if (host.isBlank()) {
            throw new IllegalArgumentException("an endpoint needs a host");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    /// Reads `host`, `host:port`, `[v6]` or `[v6]:port`.
    ///
    /// @throws IllegalArgumentException when it is none of these
    public static Endpoint parse(String text) {
        String bare = text.strip();
        if (bare.startsWith("[")) {
            int close = bare.indexOf(']');
            if (close < 0) {
                throw new IllegalArgumentException("an endpoint's [ without a ]: " + text);
            }
            return new Endpoint(bare.substring(1, close), port(bare.substring(close + 1), text));
        }
        int colon = bare.indexOf(':');
        if (colon >= 0 && colon == bare.lastIndexOf(':')) {
            return new Endpoint(bare.substring(0, colon), port(bare.substring(colon), text));
        }
        return new Endpoint(bare, PORT_DEFAULT);
    }

    private static int port(String suffix, String text) {
        if (suffix.isEmpty()) {
            return PORT_DEFAULT;
        }
        try {
            if (suffix.startsWith(":")) {
                return Integer.parseInt(suffix.substring(1));
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new IllegalArgumentException("an endpoint is host:port, not " + text);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
