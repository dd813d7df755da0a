package dev.longboat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A directory on whatever disk measurements use. Confined to the laboratory's thread.
final class PlainGround implements Ground {
    private final Scratch scratch = new Scratch();

    @Override
    public Path data() {
        return scratch.directory().resolve("data");
    }

    @Override
    public Path log() {
        return scratch.directory().resolve("log");
    }

    @Override
    public void renew() throws IOException {
        Scratch.remove(data());
        Files.createDirectories(data());
    }

    @Override
    public void keep() {
        scratch.keep();
    }

    @Override
    public void close() throws IOException {
        scratch.close();
    }
}
