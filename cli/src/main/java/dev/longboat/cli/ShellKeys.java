package dev.longboat.cli;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.Endpoint;
import dev.longboat.client.Key;
import dev.longboat.client.LongboatException;
import dev.longboat.client.RangeCursor;
import dev.longboat.client.RangeQuery;
import java.util.ArrayList;
import java.util.List;

/// The keys that a word of a [Shell] may become. Confined to the main thread.
///
/// @param connections to the server
record ShellKeys(Connections connections, Endpoint endpoint, ClientOptions options) {
    private static final int KEYS_MAX = 100;

    /// Keys that start with a prefix: those that a human can type, none when the server is silent.
    List<String> startingWith(String prefix) {
        List<String> keys = new ArrayList<>();
        RangeQuery query = RangeQuery.prefix(prefix).withoutValues().limit(KEYS_MAX);
        try (RangeCursor pairs = connections.to(endpoint, options).range(query)) {
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
}
