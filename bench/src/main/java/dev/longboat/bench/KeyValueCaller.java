package dev.longboat.bench;

import com.google.protobuf.ByteString;
import dev.longboat.proto.keyvalue.GetPrefixRequest;
import dev.longboat.proto.keyvalue.GetRequest;
import dev.longboat.proto.keyvalue.GetResponse;
import dev.longboat.proto.keyvalue.KeyValueGrpc;
import dev.longboat.proto.keyvalue.KeyValuePair;
import dev.longboat.proto.keyvalue.SetRequest;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A client of classic system A. Confined to one thread.
final class KeyValueCaller extends StubCaller {
    private final KeyValueGrpc.KeyValueBlockingStub stub = KeyValueGrpc.newBlockingStub(channel());

    KeyValueCaller(String endpoint) {
        super(endpoint);
    }

    @Override
    Outcome ask(Act act) {
        return switch (act.verb()) {
            case SET ->
                Outcome.of(stub.set(SetRequest.newBuilder()
                                .setKey(act.key())
                                .setValue(ByteString.copyFromUtf8(act.value()))
                                .build())
                        .getSuccess());
            case GET -> {
                GetResponse answer =
                        stub.get(GetRequest.newBuilder().setKey(act.key()).build());
                yield Outcome.found(Optional.of(answer)
                        .filter(GetResponse::getFound)
                        .map(found -> found.getValue().toStringUtf8()));
            }
            case CREATE, UPDATE, DELETE -> throw unknown(act);
        };
    }

    @Override
    Map<String, String> list(String prefix) {
        GetPrefixRequest request = GetPrefixRequest.newBuilder()
                .setPrefix(prefix)
                .setMaxResults(Integer.MAX_VALUE)
                .build();
        return stub.getPrefix(request).getPairsList().stream()
                .collect(Collectors.toMap(
                        KeyValuePair::getKey, pair -> pair.getValue().toStringUtf8()));
    }
}
