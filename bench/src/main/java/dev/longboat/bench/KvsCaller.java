package dev.longboat.bench;

import dev.longboat.proto.kvs.ChaveValor;
import dev.longboat.proto.kvs.ChaveVersao;
import dev.longboat.proto.kvs.KVSGrpc;
import dev.longboat.proto.kvs.Tupla;
import dev.longboat.proto.kvs.Versao;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A client of classic system D. Confined to one thread.
final class KvsCaller extends StubCaller {
    private static final int REFUSED = -1;

    private final KVSGrpc.KVSBlockingStub stub = KVSGrpc.newBlockingStub(channel());

    KvsCaller(String endpoint) {
        super(endpoint);
    }

    @Override
    Outcome ask(Act act) {
        return switch (act.verb()) {
            case SET ->
                Outcome.of(stub.insere(ChaveValor.newBuilder()
                                        .setChave(act.key())
                                        .setValor(act.value())
                                        .build())
                                .getVersao()
                        > 0);
            case GET ->
                Outcome.found(Optional.of(stub.consulta(key(act)))
                        .filter(tuple -> tuple.getVersao() > 0)
                        .map(Tupla::getValor));
            case DELETE -> Outcome.of(stub.remove(key(act)).getVersao() != REFUSED);
            case CREATE, UPDATE -> throw unknown(act);
        };
    }

    @Override
    Map<String, String> list(String prefix) {
        Map<String, String> pairs = new TreeMap<>();
        stub.snapshot(Versao.getDefaultInstance()).forEachRemaining(tuple -> {
            if (tuple.getChave().startsWith(prefix)) {
                pairs.put(tuple.getChave(), tuple.getValor());
            }
        });
        return pairs;
    }

    private static ChaveVersao key(Act act) {
        return ChaveVersao.newBuilder().setChave(act.key()).build();
    }
}
