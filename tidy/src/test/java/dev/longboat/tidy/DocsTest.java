package dev.longboat.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Types of the engine's rooms say what they are and which threads may use them.
final class DocsTest {
    @Test
    void engineTypes_areDocumented() {
        assertThat(engineTypes()
                        .filter(doc -> doc.comment().isEmpty())
                        .map(doc -> doc.source().path()))
                .isEmpty();
    }

    @Test
    void publicEngineTypes_sayWhichThreadsMayUseThem() {
        assertThat(engineTypes()
                        .filter(doc -> doc.isPublic() && doc.needsThreadSentence() && !doc.hasThreadSentence())
                        .map(doc -> doc.source().path() + ": " + doc.head().strip()))
                .isEmpty();
    }

    @Test
    void missingComment_isSeen() {
        assertThat(of("public final class A {}\n")).hasValueSatisfying(doc -> {
            assertThat(doc.comment()).isEmpty();
            assertThat(doc.isPublic()).isTrue();
        });
    }

    @Test
    void missingThreadSentence_isSeen() {
        assertThat(of("/// A thing that does not change.\n@Deprecated\npublic record A(int a) {}\n"))
                .hasValueSatisfying(doc -> assertThat(doc.hasThreadSentence()).isFalse());
        assertThat(of("/// A thing.\n///\n/// Safe for concurrent\n/// use.\nfinal class A {}\n"))
                .hasValueSatisfying(doc -> assertThat(doc.hasThreadSentence()).isTrue());
    }

    private static Optional<Doc> of(String text) {
        return Doc.of(new Source("engine/src/main/java/A.java", "package dev.longboat.engine;\n\n" + text));
    }

    private static Stream<Doc> engineTypes() {
        return House.here().javaFiles().stream()
                .filter(source -> !source.isTest() && House.ENGINE_ROOMS.contains(source.room()))
                .flatMap(source -> Doc.of(source).stream());
    }
}
