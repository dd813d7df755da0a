package dev.longboat.classic;

import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TextFormat;
import com.google.rpc.ErrorInfo;
import dev.longboat.engine.Key;
import dev.longboat.engine.KeyRange;
import dev.longboat.engine.Operation;
import dev.longboat.engine.Transaction;
import dev.longboat.proto.keyvalue.GetRequest;
import dev.longboat.proto.keyvalue.KeyValueGrpc;
import dev.longboat.proto.keyvalue.SetRequest;
import dev.longboat.proto.kvs.ChaveValor;
import dev.longboat.proto.kvs.ChaveVersao;
import dev.longboat.proto.kvs.KVSGrpc;
import dev.longboat.proto.kvs.Tupla;
import dev.longboat.proto.kvs.Versao;
import dev.longboat.proto.project.KeyRequest;
import dev.longboat.proto.project.KeyValueRequest;
import dev.longboat.proto.project.KeyValueStoreGrpc;
import dev.longboat.proto.project.KeyValueVersionReply;
import dev.longboat.proto.project.PutReply;
import dev.longboat.testkit.ScriptCommand;
import dev.longboat.testkit.ScriptInterpreter;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/// The clients of systems A, C, D and E and of the store itself, driven by golden scripts. Words
/// are written as in [Shown]; commands are `DOOR.CALL`:
///
///     c.get KEY [VERSION]        d.insere KEY VALUE        e send BYTES
///     a.set KEY VALUE            store.delete KEY          clock MILLIS
///
/// The clock stands still unless it is moved, so that stamps are the same in each run. Confined to
/// the test's thread.
final class ClassicScript implements ScriptInterpreter, AutoCloseable {
    private final ClassicServer server = new ClassicServer();
    private final TextClient text = new TextClient();

    @Override
    public String run(ScriptCommand command) throws IOException {
        try {
            return command.name().startsWith("c.")
                    ? project(command)
                    : command.name().startsWith("d.") ? kvs(command) : other(command);
        } catch (StatusRuntimeException e) {
            return refusal(e);
        }
    }

    private static String refusal(Throwable thrown) {
        com.google.rpc.Status status = StatusProto.fromThrowable(thrown);
        if (status == null || status.getDetailsCount() == 0) {
            return thrown.getMessage() + "\n";
        }
        try {
            ErrorInfo info = status.getDetails(0).unpack(ErrorInfo.class);
            return ((StatusRuntimeException) thrown).getStatus().getCode() + " " + info.getReason() + ": "
                    + status.getMessage() + "\n";
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String project(ScriptCommand command) {
        KeyValueStoreGrpc.KeyValueStoreBlockingStub stub = KeyValueStoreGrpc.newBlockingStub(server.channel);
        return switch (command.name()) {
            case "c.get" -> shown(stub.get(keyRequest(command, 0)));
            case "c.put" -> shown(stub.put(pair(command, 0)));
            case "c.del" -> shown(stub.del(keyRequest(command, 0)));
            case "c.trim" -> shown(stub.trim(keyRequest(command, 0)));
            case "c.getrange" -> all(stub.getRange(range(command)));
            case "c.delrange" -> all(stub.delRange(range(command)));
            case "c.delrange-count" -> count(stub.delRange(range(command))) + " answers\n";
            case "c.getall" ->
                streamed(
                        (StreamObserver<KeyValueVersionReply> observer) -> stub().getAll(observer), versioned(command));
            case "c.delall" ->
                streamed(
                        (StreamObserver<KeyValueVersionReply> observer) -> stub().delAll(observer), versioned(command));
            case "c.putall" -> {
                List<KeyValueRequest> pairs = new ArrayList<>();
                for (int i = 0; i < command.words().size(); i += 2) {
                    pairs.add(pair(command, i));
                }
                yield streamed((StreamObserver<PutReply> observer) -> stub().putAll(observer), pairs);
            }
            case "c.alias-get" ->
                shown(dev.longboat.proto.alias.KeyValueStoreGrpc.newBlockingStub(server.channel)
                        .get(keyRequest(command, 0)));
            case "c.alias-put" ->
                shown(dev.longboat.proto.alias.KeyValueStoreGrpc.newBlockingStub(server.channel)
                        .put(wired(command)));
            default -> throw command.unknown();
        };
    }

    /// The put of a client that sends a reply's message as its request.
    private static KeyValueRequest wired(ScriptCommand command) {
        try {
            return KeyValueRequest.parseFrom(KeyValueVersionReply.newBuilder()
                    .setKey(Shown.text(command.word(0)))
                    .setVal(Shown.text(command.word(1)))
                    .setVer(7)
                    .build()
                    .toByteString());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private KeyValueStoreGrpc.KeyValueStoreStub stub() {
        return KeyValueStoreGrpc.newStub(server.channel);
    }

    private static KeyRequest keyRequest(ScriptCommand command, int at) {
        KeyRequest.Builder request = KeyRequest.newBuilder().setKey(Shown.text(command.word(at)));
        command.option("ver").map(Long::valueOf).ifPresent(request::setVer);
        return request.build();
    }

    private static KeyValueRequest pair(ScriptCommand command, int at) {
        return KeyValueRequest.newBuilder()
                .setKey(Shown.text(command.word(at)))
                .setVal(Shown.text(command.word(at + 1)))
                .build();
    }

    private static dev.longboat.proto.project.KeyRange range(ScriptCommand command) {
        KeyRequest.Builder from = KeyRequest.newBuilder().setKey(Shown.text(command.word(0)));
        KeyRequest.Builder to = KeyRequest.newBuilder().setKey(Shown.text(command.word(1)));
        command.option("from").map(Long::valueOf).ifPresent(from::setVer);
        command.option("to").map(Long::valueOf).ifPresent(to::setVer);
        return dev.longboat.proto.project.KeyRange.newBuilder()
                .setFr(from)
                .setTo(to)
                .build();
    }

    /// Keys, each perhaps with `@VERSION`.
    private static List<KeyRequest> versioned(ScriptCommand command) {
        return command.words().stream()
                .map(word -> {
                    int at = word.lastIndexOf('@');
                    return at < 0
                            ? KeyRequest.newBuilder().setKey(Shown.text(word)).build()
                            : KeyRequest.newBuilder()
                                    .setKey(Shown.text(word.substring(0, at)))
                                    .setVer(Long.parseLong(word.substring(at + 1)))
                                    .build();
                })
                .toList();
    }

    private String kvs(ScriptCommand command) {
        KVSGrpc.KVSBlockingStub stub = KVSGrpc.newBlockingStub(server.channel);
        KVSGrpc.KVSStub streams = KVSGrpc.newStub(server.channel);
        return switch (command.name()) {
            case "d.insere" -> shown(stub.insere(pairOf(command, 0)));
            case "d.consulta" -> shown(stub.consulta(versionOf(command)));
            case "d.remove" -> shown(stub.remove(versionOf(command)));
            case "d.snapshot" ->
                all(stub.snapshot(Versao.newBuilder()
                        .setVersao((int) command.number("ver", 0))
                        .build()));
            case "d.insere-v" -> {
                List<ChaveValor> pairs = new ArrayList<>();
                for (int i = 0; i < command.words().size(); i += 2) {
                    pairs.add(pairOf(command, i));
                }
                yield streamed((StreamObserver<Versao> observer) -> streams.insereVarias(observer), pairs);
            }
            case "d.consulta-v" ->
                streamed((StreamObserver<Tupla> observer) -> streams.consultaVarias(observer), versionsOf(command));
            case "d.remove-v" ->
                streamed((StreamObserver<Versao> observer) -> streams.removeVarias(observer), versionsOf(command));
            default -> throw command.unknown();
        };
    }

    private static ChaveValor pairOf(ScriptCommand command, int at) {
        return ChaveValor.newBuilder()
                .setChave(Shown.text(command.word(at)))
                .setValor(Shown.text(command.word(at + 1)))
                .build();
    }

    private static ChaveVersao versionOf(ScriptCommand command) {
        ChaveVersao.Builder request = ChaveVersao.newBuilder().setChave(Shown.text(command.word(0)));
        command.option("ver").map(Integer::valueOf).ifPresent(request::setVersao);
        return request.build();
    }

    private static List<ChaveVersao> versionsOf(ScriptCommand command) {
        return versioned(command).stream()
                .map(key -> ChaveVersao.newBuilder()
                        .setChave(key.getKey())
                        .setVersao((int) key.getVer())
                        .build())
                .toList();
    }

    private String other(ScriptCommand command) throws IOException {
        return switch (command.name()) {
            case "e" -> text.run(command, server.textPort());
            case "a.set" ->
                shown(KeyValueGrpc.newBlockingStub(server.channel)
                        .set(SetRequest.newBuilder()
                                .setKey(Shown.text(command.word(0)))
                                .setValue(com.google.protobuf.ByteString.copyFrom(Shown.bytes(command.word(1))))
                                .build()));
            case "a.get" ->
                shown(KeyValueGrpc.newBlockingStub(server.channel)
                        .get(GetRequest.newBuilder()
                                .setKey(Shown.text(command.word(0)))
                                .build()));
            case "store.put" -> {
                server.store.put(Key.of(Shown.bytes(command.word(0))), Shown.bytes(command.word(1)));
                yield "";
            }
            case "store.put-many" -> {
                for (int i = 0; i < command.number("count", 0); i++) {
                    server.store.put(Key.of("%s%04d".formatted(command.word(0), i)), new byte[] {'v'});
                }
                yield "";
            }
            case "store.delete" -> server.store.delete(Key.of(Shown.bytes(command.word(0)))) + "\n";
            case "store.trim" -> {
                server.store.commit(
                        Transaction.of(new Operation.Trim(KeyRange.only(Key.of(Shown.bytes(command.word(0)))), 1)));
                yield "";
            }
            case "store.revision" -> "revision " + server.store.revision() + "\n";
            case "store.fail" -> {
                server.store.close();
                yield "";
            }
            case "store.budget-left" ->
                server.resources.writes().bytesHeld() + " and "
                        + server.resources.answers().bytesHeld() + " bytes held\n";
            case "clock" -> {
                server.clock.advance(java.time.Duration.ofMillis(Long.parseLong(command.word(0))));
                yield "";
            }
            case "restart" -> {
                text.close();
                server.restart();
                yield "";
            }
            default -> throw command.unknown();
        };
    }

    private static String shown(MessageOrBuilder message) {
        String text = TextFormat.printer().emittingSingleLine(true).printToString(message);
        return (text.isEmpty() ? "(blank)" : text) + "\n";
    }

    private static String all(Iterator<? extends MessageOrBuilder> messages) {
        StringBuilder lines = new StringBuilder();
        messages.forEachRemaining(message -> lines.append(shown(message)));
        return lines + "end\n";
    }

    private static int count(Iterator<?> messages) {
        int count = 0;
        while (messages.hasNext()) {
            messages.next();
            count++;
        }
        return count;
    }

    /// Sends all requests, half-closes and shows what came.
    private static <Q, A extends MessageOrBuilder> String streamed(
            Function<StreamObserver<A>, StreamObserver<Q>> call, List<Q> requests) {
        Gathered<A> gathered = new Gathered<>();
        StreamObserver<Q> out = call.apply(gathered);
        requests.forEach(out::onNext);
        out.onCompleted();
        StringBuilder lines = new StringBuilder();
        gathered.await().forEach(message -> lines.append(shown(message)));
        return lines + gathered.failure().map(ClassicScript::refusal).orElse("end\n");
    }

    @Override
    public void close() throws IOException {
        text.close();
        server.close();
    }
}
