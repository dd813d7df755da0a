package dev.longboat.cli;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.Endpoint;
import dev.longboat.client.LongboatClient;
import org.jspecify.annotations.Nullable;

/// The connection of a run of the program, kept from one line of a shell to the next. Confined to
/// the main thread.
final class Connections implements AutoCloseable {
    private @Nullable Open open;

    private record Open(Endpoint endpoint, ClientOptions options, LongboatClient client) {
        boolean is(Endpoint otherEndpoint, ClientOptions otherOptions) {
            return endpoint.equals(otherEndpoint) && options.equals(otherOptions);
        }
    }

    /// A client of a server, which belongs to this: the one from before when nothing differs.
    LongboatClient to(Endpoint endpoint, ClientOptions options) {
        Open known = open;
        if (known == null || !known.is(endpoint, options)) {
            close();
            known = new Open(endpoint, options, LongboatClient.connectBriefly(endpoint.toString(), options));
            open = known;
        }
        return known.client();
    }

    @Override
    public void close() {
        if (open != null) {
            open.client().close();
            open = null;
        }
    }
}
