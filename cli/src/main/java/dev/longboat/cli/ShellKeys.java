package dev.longboat.cli;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.Endpoint;
import dev.longboat.client.Key;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.LongboatException;
import dev.longboat.client.RangeCursor;
import dev.longboat.client.RangeQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The keys that a word of a [Shell] may become, asked for by a connection of its own, whose
/// patience is that of somebody who has pressed Tab. Confined to the main thread.
final class ShellKeys implements AutoCloseable {
    private static final int KEYS_MAX = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final LongboatClient client;

    ShellKeys(Endpoint endpoint) {
        client = LongboatClient.connect(
                endpoint.toString(),
                ClientOptions.DEFAULTS.deadline(PATIENCE).idleDeadline(PATIENCE).retryAttemptsMax(1));
    }

    /// Keys that start with a prefix: those that a human can type, none when the server is silent.
    List<String> startingWith(String prefix) {
        List<String> keys = new ArrayList<>();
        RangeQuery query = RangeQuery.prefix(prefix).withoutValues().limit(KEYS_MAX);
        try (RangeCursor pairs = client.range(query)) {
            while (pairs.hasNext()) {
                Key key = pairs.next().key();
                if (key.isText() && key.text().chars().noneMatch(Character::isISOControl)) {
                    keys.add(key.text());
                }
            }
        } catch (LongboatException _) {
            return List.of();
        }
        return keys;
    }

    @Override
    public void close() {
        client.close();
    }
}
