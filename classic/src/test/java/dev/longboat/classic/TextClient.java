package dev.longboat.classic;

import dev.longboat.testkit.ScriptCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/// A client of the text protocol, driven by golden scripts, on one connection until it is told to
/// open another:
///
///     e send BYTES      sends them
///     e receive N       what comes until N bytes are there
///     e lines N         what comes until N newlines are there
///     e ask BYTES N     sends, and shows what comes until N bytes are there
///     e half-close      sends no more
///     e end             what comes until the server closes
///     e open            another connection
///
/// Confined to the test's thread.
final class TextClient implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;

    private @Nullable Socket socket;

    String run(ScriptCommand command, int port) throws IOException {
        return switch (command.word(0)) {
            case "send" -> {
                send(Shown.bytes(command.word(1)), port);
                yield "";
            }
            case "receive" -> shown(read(Integer.parseInt(command.word(1)), Integer.MAX_VALUE));
            case "lines" -> shown(read(Integer.MAX_VALUE, Integer.parseInt(command.word(1))));
            case "ask" -> {
                send(Shown.bytes(command.word(1)), port);
                yield shown(read(Integer.parseInt(command.word(2)), Integer.MAX_VALUE));
            }
            case "half-close" -> {
                opened(port).shutdownOutput();
                yield "";
            }
            case "end" -> shown(read(Integer.MAX_VALUE, Integer.MAX_VALUE)) + "(closed)\n";
            case "open" -> {
                close();
                yield "";
            }
            default -> throw command.unknown();
        };
    }

    private static String shown(byte[] bytes) {
        return bytes.length == 0 ? "" : Shown.of(bytes) + "\n";
    }

    private Socket opened(int port) throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket(InetAddress.getLoopbackAddress(), port);
            open.setTcpNoDelay(true);
            open.setSoTimeout(PATIENCE_MS);
            socket = open;
        }
        return open;
    }

    private void send(byte[] bytes, int port) throws IOException {
        opened(port).getOutputStream().write(bytes);
    }

    private byte[] read(int bytesMax, int linesMax) throws IOException {
        Socket open = socket;
        if (open == null) {
            return new byte[0];
        }
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        InputStream in = open.getInputStream();
        int lines = 0;
        try {
            while (came.size() < bytesMax && lines < linesMax) {
                int b = in.read();
                if (b < 0) {
                    break;
                }
                came.write(b);
                lines += b == '\n' ? 1 : 0;
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing more comes; so far " + Shown.of(came.toByteArray()), e);
        }
        return came.toByteArray();
    }

    @Override
    public void close() throws IOException {
        Socket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }
}
