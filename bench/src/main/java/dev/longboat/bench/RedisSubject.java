package dev.longboat.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Redis that syncs its log before every answer. Immutable.
final class RedisSubject implements Subject {
    private static final String PROGRAM = "redis-server";

    @Override
    public String name() {
        return "Redis, appendfsync always";
    }

    @Override
    public Optional<String> missing() {
        return Programs.missing(PROGRAM, "redis-server");
    }

    @Override
    public boolean remembers() {
        return false;
    }

    @Override
    public Server launch(Ground ground, Random random) throws IOException {
        int port = Ports.free();
        List<String> command = List.of(
                PROGRAM,
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                ground.data().toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                "");
        Child child = Child.start(command, Map.of(), ground.log(), _ -> {});
        return new PeerProcess(child, port, 0, RedisLine::new);
    }
}
