package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.Value;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Standard output, in UTF-8 whatever the locale. Confined to the main thread.
final class Paper {
    private final BufferedOutputStream out;

    Paper(OutputStream out) {
        this.out = new BufferedOutputStream(out, 64 * 1024);
    }

    Paper text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Paper line(String text) throws IOException {
        return text(text).text("\n");
    }

    Paper bytes(Value value) throws IOException {
        value.writeTo(out);
        return this;
    }

    Paper bytes(Key key) throws IOException {
        out.write(key.bytes());
        return this;
    }

    OutputStream stream() {
        return out;
    }

    void flush() throws IOException {
        out.flush();
    }
}
