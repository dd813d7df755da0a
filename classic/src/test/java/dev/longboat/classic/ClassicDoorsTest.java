package dev.longboat.classic;

import dev.longboat.testkit.GoldenScripts;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Goal: the doors of systems C, D and E do what their programs rely on (C1, C2, C5, C6, C7, N1,
/// N2), and what one of them writes every other reads (C8). Method: a golden script for each call,
/// its failures included; the clients are the stubs that the systems' .proto files give, and a
/// socket.
final class ClassicDoorsTest {
    /// C2, C5, C6 and C7 on system C's interface.
    @TestFactory
    Stream<DynamicTest> project() throws IOException {
        return GoldenScripts.in("project", ClassicScript::new);
    }

    /// C2, C5 and C7 on system D's.
    @TestFactory
    Stream<DynamicTest> kvs() throws IOException {
        return GoldenScripts.in("kvs", ClassicScript::new);
    }

    /// N1 and N2 on system E's.
    @TestFactory
    Stream<DynamicTest> text() throws IOException {
        return GoldenScripts.in("text", ClassicScript::new);
    }

    /// C8.
    @TestFactory
    Stream<DynamicTest> interplay() throws IOException {
        return GoldenScripts.in("interplay", ClassicScript::new);
    }
}
