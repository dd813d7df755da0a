package dev.longboat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Goal: a user of the client meets its own types and the JDK's alone (K6). Method: walk every
/// public signature from the two clients on.
final class PublicApiTest {
    @Test
    void publicSignatures_nameNoTypeOfGrpcOrProtobuf() {
        Set<String> foreign = new TreeSet<>();
        Set<Class<?>> seen = new HashSet<>();
        ArrayDeque<Class<?>> open = new ArrayDeque<>(List.of(LongboatClient.class, LongboatException.class));
        while (!open.isEmpty()) {
            Class<?> type = open.pop();
            if (!seen.add(type)) {
                continue;
            }
            named(type).forEach(name -> {
                if (name.getPackageName().equals("dev.longboat.client")) {
                    open.push(name);
                } else if (!name.isPrimitive() && !name.getPackageName().startsWith("java.")) {
                    foreign.add(type.getSimpleName() + " names " + name.getName());
                }
            });
        }
        assertThat(foreign).isEmpty();
        assertThat(seen).contains(AsyncLongboatClient.class, Session.class, RangeCursor.class, Condition.class);
    }

    private static Stream<Class<?>> named(Class<?> type) {
        Stream<Executable> executables = Stream.concat(
                Stream.<Executable>of(type.getDeclaredMethods()),
                Stream.<Executable>of(type.getDeclaredConstructors()));
        Stream<Class<?>> signatures = executables
                .filter(executable -> Modifier.isPublic(executable.getModifiers()))
                .flatMap(executable -> Stream.concat(
                        Stream.of(executable.getParameterTypes()),
                        executable instanceof Method method ? Stream.of(method.getReturnType()) : Stream.empty()));
        Stream<Class<?>> nested = Stream.of(type.getDeclaredClasses()).filter(t -> Modifier.isPublic(t.getModifiers()));
        Stream<Class<?>> components =
                type.isRecord() ? Stream.of(type.getRecordComponents()).map(RecordComponent::getType) : Stream.empty();
        return Stream.of(signatures, nested, components)
                .flatMap(types -> types)
                .map(t -> t.isArray() ? t.getComponentType() : t);
    }

    @Test
    void endpoints_areHostAndPort() {
        assertThat(Endpoint.parse("db:7")).isEqualTo(new Endpoint("db", 7));
        assertThat(Endpoint.parse("db")).isEqualTo(new Endpoint("db", 50051));
        assertThat(Endpoint.parse("[::1]:7")).isEqualTo(new Endpoint("::1", 7)).hasToString("[::1]:7");
        assertThat(Endpoint.parse("::1")).isEqualTo(new Endpoint("::1", 50051));
        for (String wrong : List.of("", ":7", "db:", "db:x", "db:0", "db:65536", "[::1", "[::1]7")) {
            assertThatThrownBy(() -> Endpoint.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void options_refuseWhatMakesNoSense() {
        ClientOptions options = ClientOptions.DEFAULTS;
        assertThatThrownBy(() -> options.retryAttemptsMax(0)).hasMessageContaining("retryAttemptsMax must be 1 to 100");
        assertThatThrownBy(() -> options.windowBytes(1)).hasMessageContaining("windowBytes");
        assertThatThrownBy(() -> options.deadline(Duration.ZERO)).hasMessageContaining("deadline");
        assertThatThrownBy(() -> new SessionOptions(0, 1)).hasMessageContaining("operationsMax 0");
        assertThatThrownBy(() -> View.at(-1)).hasMessageContaining("-1");
    }
}
