package dev.longboat.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.longboat.proto.alias.AliasProto;
import dev.longboat.proto.keyvalue.KeyValueProto;
import dev.longboat.proto.kvs.KvsProto;
import dev.longboat.proto.project.ProjectProto;
import dev.longboat.proto.v1.LongboatProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Goal: the wires stay what programs in the field were built against (P1, P2). Method: write each
/// interface out as lines `message.field:type=number` and compare with the committed transcript.
final class WireTest {
    /// P2.
    @Test
    void keyvalue_isWhatSystemAWasBuiltAgainst() {
        assertThat(transcript(KeyValueProto.getDescriptor())).isEqualTo(committed("keyvalue.txt"));
    }

    /// P2.
    @Test
    void project_isWhatSystemCWasBuiltAgainst_underBothNames() {
        assertThat(transcript(ProjectProto.getDescriptor())).isEqualTo(committed("project.txt"));
        assertThat(transcript(AliasProto.getDescriptor())).isEqualTo(committed("alias.txt"));
    }

    /// P2.
    @Test
    void kvs_isWhatSystemDWasBuiltAgainst() {
        assertThat(transcript(KvsProto.getDescriptor())).isEqualTo(committed("kvs.txt"));
    }

    /// P1. A line that only appears is a new field; a line that changes or goes breaks a program.
    @Test
    void longboatV1_isWhatWasReleased() {
        assertThat(transcript(LongboatProto.getDescriptor())).isEqualTo(committed("longboat_v1.txt"));
    }

    private static String transcript(FileDescriptor file) {
        StringBuilder lines = new StringBuilder("package " + file.getPackage() + "\n");
        file.getServices()
                .forEach(service -> service.getMethods()
                        .forEach(method -> lines.append("rpc ")
                                .append(service.getName() + "." + method.getName())
                                .append(method.isClientStreaming() ? " stream " : " ")
                                .append(method.getInputType().getFullName())
                                .append(method.isServerStreaming() ? " -> stream " : " -> ")
                                .append(method.getOutputType().getFullName() + "\n")));
        file.getMessageTypes().forEach(message -> lines.append(fields(message)));
        file.getEnumTypes()
                .forEach(type -> type.getValues()
                        .forEach(value ->
                                lines.append(type.getName() + "." + value.getName() + "=" + value.getNumber() + "\n")));
        return lines.toString();
    }

    private static String fields(Descriptor message) {
        return message.getFields().stream()
                .map(field -> message.getName() + "." + field.getName() + ":" + type(field) + "=" + field.getNumber())
                .collect(Collectors.joining("\n", "", message.getFields().isEmpty() ? "" : "\n"));
    }

    private static String type(FieldDescriptor field) {
        String type = switch (field.getType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
        return List.of(field.isRepeated() ? "repeated" : "", type).stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String committed(String name) {
        try (var in = WireTest.class.getResourceAsStream("/wire/" + name)) {
            return in == null ? "(no file wire/" + name + ")" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
