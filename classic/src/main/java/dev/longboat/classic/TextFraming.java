package dev.longboat.classic;

import dev.longboat.grpc.Failure;
import dev.longboat.proto.v1.ErrorReason;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cuts the bytes of a connection into commands (N1). Until the first newline came, what has come
/// is one command as soon as nothing follows for a while; from then on each line is one.
///
/// Holds no more than one command that is not whole, of a bounded length: of one that is longer, or
/// that there is no memory for, the rest is dropped as it comes. Confined to its connection's event
/// loop.
final class TextFraming {
    private static final int LEAST_BYTES = 512;
    private static final byte NEWLINE = '\n';
    private static final byte RETURN = '\r';

    private final int commandBytesMax;
    private byte[] bytes = new byte[LEAST_BYTES];
    private int start;
    private int scanned;
    private int end;
    private boolean lines;

    /// Why the command that is coming in is dropped.
    private @Nullable Failure dropping;

    /// @param commandBytesMax the longest command
    TextFraming(int commandBytesMax) {
        this.commandBytesMax = commandBytesMax;
    }

    /// Whether a newline has come.
    boolean hasLines() {
        return lines;
    }

    /// Whether part of a command has come.
    boolean hasPart() {
        return end > start || dropping != null;
    }

    /// The length of the part that has come.
    int bytesWaiting() {
        return end - start;
    }

    /// The memory it takes.
    int bytesHeld() {
        return bytes.length;
    }

    /// Takes in what came.
    void append(ByteBuf came) {
        int count = came.readableBytes();
        makeRoom(count);
        came.readBytes(bytes, end, count);
        end += count;
    }

    /// The next whole line, once there are lines.
    Optional<TextFrame> nextLine() {
        while (scanned < end && bytes[scanned] != NEWLINE) {
            scanned++;
        }
        if (scanned == end) {
            dropIfTooLong();
            return Optional.empty();
        }
        lines = true;
        int to = scanned > start && bytes[scanned - 1] == RETURN ? scanned - 1 : scanned;
        TextFrame line = frame(to);
        start = scanned + 1;
        scanned = start;
        return Optional.of(line);
    }

    /// What has come and is no whole line: nothing follows it.
    Optional<TextFrame> rest() {
        if (!hasPart()) {
            return Optional.empty();
        }
        TextFrame rest = frame(end);
        start = end;
        scanned = end;
        return Optional.of(rest);
    }

    /// Drops the command that is coming in.
    void drop(Failure why) {
        dropping = dropping == null ? why : dropping;
        start = end;
        scanned = end;
        shrink();
    }

    private TextFrame frame(int to) {
        Failure dropped = dropping;
        dropping = null;
        if (dropped != null) {
            return new TextFrame.Dropped(dropped);
        }
        return to - start > commandBytesMax
                ? new TextFrame.Dropped(tooLong())
                : new TextFrame.Command(Arrays.copyOfRange(bytes, start, to));
    }

    private void dropIfTooLong() {
        if (dropping != null) {
            start = end;
        } else if (end - start > commandBytesMax + (mayEndALine() ? 1 : 0)) {
            drop(tooLong());
        }
    }

    /// Whether the last byte may be the first half of a line's end, which is no part of a command.
    private boolean mayEndALine() {
        return bytes[end - 1] == RETURN;
    }

    private Failure tooLong() {
        return Failure.of(
                ErrorReason.VALUE_TOO_LARGE,
                "a command has at most " + commandBytesMax + " bytes here",
                "bytes_max",
                commandBytesMax);
    }

    private void makeRoom(int count) {
        if (start == end) {
            start = 0;
            scanned = 0;
            end = 0;
            shrink();
        }
        if (bytes.length - end >= count) {
            return;
        }
        int held = end - start;
        byte[] target = held + count <= bytes.length ? bytes : new byte[Math.max(held + count, 2 * bytes.length)];
        System.arraycopy(bytes, start, target, 0, held);
        bytes = target;
        scanned -= start;
        end = held;
        start = 0;
    }

    private void shrink() {
        if (start == end && bytes.length > LEAST_BYTES) {
            bytes = new byte[LEAST_BYTES];
            start = 0;
            scanned = 0;
            end = 0;
        }
    }
}
