package dev.longboat.bench;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Redis that syncs its log before every answer. Immutable.
final class RedisSubject implements Subject {
    @Override
    public String name() {
        return "Redis, appendfsync always";
    }

    @Override
    public Optional<String> missing() {
        return Programs.missing(Redis.PROGRAM, "redis-server");
    }

    @Override
    public boolean remembers() {
        return false;
    }

    @Override
    public Server launch(Ground ground, Random random) throws IOException {
        int port = Ports.free();
        Child child = Child.start(Redis.command(port, ground.data()), Map.of(), ground.log(), _ -> {});
        return new PeerProcess(child, port, 0, RedisLine::new);
    }
}
