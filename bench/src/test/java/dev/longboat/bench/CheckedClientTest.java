package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.client.LongboatClient;
import dev.longboat.client.MemoryServer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A checked client is content with a server that answers right, knows what must be there in the
/// end, and sees a pair that somebody else has changed.
final class CheckedClientTest {
    private static final String PREFIX = "check/";

    private final MemoryServer server = MemoryServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "SESSION"})
    void serverThatAnswersRight_isFoundRight(Door door) throws IOException {
        Map<String, String> expected = client(door, 400).call();
        assertThat(expected).isNotEmpty();
        try (Caller caller = door.open(server.endpoint())) {
            assertThat(caller.pairs(PREFIX)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "SESSION"})
    void pairsOfSomebodyElse_areSeen(Door door) {
        try (LongboatClient other = LongboatClient.connect(server.endpoint())) {
            for (int key = 0; key < 10; key++) {
                other.set(PREFIX + key, "not mine");
            }
        }
        assertThatThrownBy(() -> client(door, 400).call())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was answered");
    }

    private CheckedClient client(Door door, int acts) {
        return new CheckedClient(door, server.endpoint(), PREFIX, acts, 10, 7);
    }
}
