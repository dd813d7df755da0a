package dev.longboat.classic;

import dev.longboat.testkit.GoldenScripts;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Goal: system A's door does what its programs rely on (C1, C2, C3, C4). Method: a golden script
/// for each call, its failures included; the client is the stub that system A's .proto gives.
final class KeyValueDoorTest {
    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        return GoldenScripts.in("keyvalue", KeyValueScript::new);
    }
}
