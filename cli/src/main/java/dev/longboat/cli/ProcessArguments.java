package dev.longboat.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The arguments as they were typed. Where no UTF-8 locale is set, as in most containers, the JVM
/// replaces what is not ASCII, and a key would silently become another; the kernel still has the
/// bytes. Immutable.
final class ProcessArguments {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private ProcessArguments() {}

    static List<String> of(String[] decoded) {
        List<String> arguments = List.of(decoded);
        boolean ascii = arguments.stream().allMatch(argument -> argument.chars().allMatch(c -> c < 128));
        try {
            return ascii ? arguments : lastOf(Files.readAllBytes(COMMAND_LINE), arguments);
        } catch (IOException _) {
            return arguments; // No such kernel; then the JVM's word is all there is.
        }
    }

    /// As many arguments from the end of a command line, each ended by a zero, as were decoded.
    /// What is not UTF-8 stays as it was decoded.
    static List<String> lastOf(byte[] commandLine, List<String> decoded) {
        List<String> all = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                int from = all.size();
                all.add(text(commandLine, start, i - start, from));
                start = i + 1;
            }
        }
        return all.size() < decoded.size() ? decoded : all.subList(all.size() - decoded.size(), all.size());
    }

    private static String text(byte[] bytes, int offset, int length, int index) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, length))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new UsageException(
                    "argument %d of the command line is not UTF-8; write such bytes as \\xNN and give --escapes",
                    index);
        }
    }
}
