package dev.longboat.bench;

import dev.longboat.proto.project.KeyRange;
import dev.longboat.proto.project.KeyRequest;
import dev.longboat.proto.project.KeyValueRequest;
import dev.longboat.proto.project.KeyValueStoreGrpc;
import dev.longboat.proto.project.KeyValueVersionReply;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A client of classic system C. Confined to one thread.
final class ProjectCaller extends StubCaller {
    /// Behind every key of a prefix: the keys of a check are ASCII.
    private static final String LAST = "\uffff";

    private final KeyValueStoreGrpc.KeyValueStoreBlockingStub stub = KeyValueStoreGrpc.newBlockingStub(channel());

    ProjectCaller(String endpoint) {
        super(endpoint);
    }

    @Override
    Outcome ask(Act act) {
        return switch (act.verb()) {
            case SET ->
                Outcome.of(stub.put(KeyValueRequest.newBuilder()
                                        .setKey(act.key())
                                        .setVal(act.value())
                                        .build())
                                .getVer()
                        > 0);
            case GET ->
                Outcome.found(Optional.of(stub.get(key(act.key())))
                        .filter(ProjectCaller::isThere)
                        .map(KeyValueVersionReply::getVal));
            case DELETE -> Outcome.of(isThere(stub.del(key(act.key()))));
            case CREATE, UPDATE -> throw unknown(act);
        };
    }

    @Override
    Map<String, String> list(String prefix) {
        Map<String, String> pairs = new TreeMap<>();
        KeyRange range = KeyRange.newBuilder()
                .setFr(key(prefix))
                .setTo(key(prefix + LAST))
                .build();
        stub.getRange(range).forEachRemaining(reply -> {
            if (isThere(reply)) {
                pairs.put(reply.getKey(), reply.getVal());
            }
        });
        return pairs;
    }

    private static KeyRequest key(String key) {
        return KeyRequest.newBuilder().setKey(key).build();
    }

    /// A version of 0 is none.
    private static boolean isThere(KeyValueVersionReply reply) {
        return reply.getVer() > 0;
    }
}
