package dev.longboat.classic;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The text protocol E given any bytes: where a coverage-guided fuzzer enters, `make fuzz
/// TARGET=classic`. Public, with a method of this name, since Jazzer asks for it. However the bytes
/// are cut on their way, the same commands come out; nothing is thrown; and no more is held than a
/// few commands' length. Immutable; holds nothing.
public final class TextFuzz {
    private static final int COMMAND_BYTES_MAX = 300;
    private static final int HELD_BYTES_MAX = 4 * COMMAND_BYTES_MAX + 512;

    private TextFuzz() {}

    /// Gives one input to the framing and what it cuts to the parser.
    public static void fuzzerTestOneInput(byte[] input) {
        int piece = input.length == 0 ? 1 : 1 + (input[0] & 0x3f);
        List<String> pieces = commands(input, piece);
        List<String> bytes = commands(input, 1);
        if (!pieces.equals(bytes)) {
            throw new AssertionError("in pieces of " + piece + ": " + pieces + ", byte by byte: " + bytes);
        }
    }

    private static List<String> commands(byte[] input, int piece) {
        TextFraming framing = new TextFraming(COMMAND_BYTES_MAX);
        List<String> commands = new ArrayList<>();
        for (int at = 0; at < input.length; at += piece) {
            framing.append(Unpooled.wrappedBuffer(input, at, Math.min(piece, input.length - at)));
            for (var line = framing.nextLine(); line.isPresent(); line = framing.nextLine()) {
                commands.add(shown(TextCommand.of(line.get())));
            }
            if (framing.bytesHeld() > HELD_BYTES_MAX) {
                throw new AssertionError(framing.bytesHeld() + " bytes are held");
            }
        }
        framing.rest().ifPresent(rest -> commands.add(shown(TextCommand.of(rest))));
        return commands;
    }

    private static String shown(TextCommand command) {
        return switch (command) {
            case TextCommand.Post(byte[] key, byte[] value) -> "post " + Arrays.toString(key) + Arrays.toString(value);
            case TextCommand.Put(byte[] key, byte[] value) -> "put " + Arrays.toString(key) + Arrays.toString(value);
            case TextCommand.Get(byte[] key) -> "get " + Arrays.toString(key);
            case TextCommand.Delete(byte[] key) -> "delete " + Arrays.toString(key);
            case TextCommand.Dump _, TextCommand.Invalid _, TextCommand.Hopeless _ ->
                command.getClass().getSimpleName();
            case TextCommand.Refused _ -> "refused";
        };
    }
}
