package dev.longboat.cli;

import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TextFormat;
import dev.longboat.proto.project.KeyRange;
import dev.longboat.proto.project.KeyRequest;
import dev.longboat.proto.project.KeyValueRequest;
import dev.longboat.proto.project.KeyValueStoreGrpc;
import dev.longboat.proto.project.KeyValueVersionReply;
import dev.longboat.proto.project.PutReply;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// System C's client, in both of its grammars. It prints the text form of a reply, and of a stream
/// of replies a list. Confined to the main thread.
final class ClassicProject {
    static final List<String> VERBS =
            List.of("get", "getrange", "getall", "put", "putall", "del", "delrange", "delall", "trim");

    private static final String KEY = "chave";
    private static final String VALUE = "valor";
    private static final String VERSION = "versao";
    private static final String PORT = "porta";
    private static final String OP = "op";
    private static final String PORT_DEFAULT = "40000";
    private static final String PORT_OF_SECOND = "50051";

    private static final Map<String, String> FIRST =
            Map.of("--porta", PORT, "--chave", KEY, "--valor", VALUE, "--versao", VERSION);
    private static final Map<String, String> SECOND =
            Map.of("--port", PORT, "--key", KEY, "--val", VALUE, "--ver", VERSION, "--op", OP);

    private final Surroundings here;
    private final Paper paper;

    ClassicProject(Surroundings here, Paper paper) {
        this.here = here;
        this.paper = paper;
    }

    /// What is asked for. Immutable.
    private record Request(String verb, List<String> keys, List<String> values, List<Long> versions) {
        KeyRequest key(int at) {
            KeyRequest.Builder key = KeyRequest.newBuilder().setKey(keys.get(at));
            if (at < versions.size()) {
                key.setVer(versions.get(at));
            }
            return key.build();
        }

        List<KeyRequest> allKeys() {
            List<KeyRequest> all = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                all.add(key(i));
            }
            return all;
        }

        KeyRange range() {
            return KeyRange.newBuilder().setFr(key(0)).setTo(key(1)).build();
        }

        KeyValueRequest pair(int at) {
            return KeyValueRequest.newBuilder()
                    .setKey(keys.get(at))
                    .setVal(values.get(at))
                    .build();
        }

        List<KeyValueRequest> allPairs() {
            List<KeyValueRequest> all = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                all.add(pair(i));
            }
            return all;
        }
    }

    ExitCode run(List<String> arguments) throws IOException {
        boolean second = arguments.stream().anyMatch(argument -> argument.matches("--(op|key|val|ver|port)(=.*)?"));
        ClassicArguments line = ClassicArguments.of(arguments, second ? SECOND : FIRST, VERBS);
        List<String> faults = new ArrayList<>();
        String verb = second
                ? line.one(OP, "")
                : line.words().isEmpty() ? "" : line.words().getFirst();
        Request request = new Request(verb, line.all(KEY), line.all(VALUE), line.numbers(VERSION, faults));
        int port = ClassicArguments.port(line.one(PORT, second ? PORT_OF_SECOND : PORT_DEFAULT), faults);
        check(request, faults);
        if (!faults.isEmpty()) {
            faults.forEach(here.err()::println);
            return ExitCode.USAGE;
        }
        return ClassicClient.connected(
                here, "localhost:" + port, channel -> second ? alias(channel, request) : call(channel, request));
    }

    private static void check(Request request, List<String> faults) {
        String verb = request.verb();
        int keys = request.keys().size();
        int values = request.values().size();
        int versions = request.versions().size();
        switch (verb) {
            case "get", "put", "del", "trim" ->
                expect(keys == 1, verb + " precisa de exatamente uma chave, não de " + keys, faults);
            case "getrange", "delrange" ->
                expect(keys == 2, verb + " precisa de exatamente duas chaves, não de " + keys, faults);
            case "getall", "putall", "delall" -> expect(keys > 0, verb + " precisa de pelo menos uma chave", faults);
            default -> faults.add("operação desconhecida: " + verb + "; uma de " + String.join(", ", VERBS));
        }
        switch (verb) {
            case "put" -> expect(values == 1, "put precisa de exatamente um valor, não de " + values, faults);
            case "putall" ->
                expect(
                        values == keys,
                        "putall precisa de tantos valores como chaves: " + keys + ", não " + values,
                        faults);
            default -> expect(values == 0, verb + " não aceita valores", faults);
        }
        switch (verb) {
            case "get" -> expect(versions <= 1, "get aceita no máximo uma versão, não " + versions, faults);
            case "getrange" -> expect(versions <= 2, "getrange aceita no máximo duas versões, não " + versions, faults);
            case "getall" ->
                expect(
                        versions <= keys,
                        "getall aceita no máximo uma versão por chave: " + keys + ", não " + versions,
                        faults);
            default -> expect(versions == 0, verb + " não aceita versões", faults);
        }
    }

    private static void expect(boolean good, String otherwise, List<String> faults) {
        if (!good) {
            faults.add(otherwise);
        }
    }

    private ExitCode call(ManagedChannel channel, Request request) throws IOException {
        KeyValueStoreGrpc.KeyValueStoreBlockingStub stub = KeyValueStoreGrpc.newBlockingStub(channel);
        KeyValueStoreGrpc.KeyValueStoreStub streams = KeyValueStoreGrpc.newStub(channel);
        return switch (request.verb()) {
            case "get" -> show(stub.get(request.key(0)));
            case "del" -> show(stub.del(request.key(0)));
            case "trim" -> show(stub.trim(request.key(0)));
            case "put" -> show(stub.put(request.pair(0)));
            case "getrange" -> showAll(listed(stub.getRange(request.range())));
            case "delrange" -> showAll(listed(stub.delRange(request.range())));
            case "getall" ->
                showAll(Replying.<KeyRequest, KeyValueVersionReply>all(streams::getAll, request.allKeys()));
            case "delall" ->
                showAll(Replying.<KeyRequest, KeyValueVersionReply>all(streams::delAll, request.allKeys()));
            default -> showAll(Replying.<KeyValueRequest, PutReply>all(streams::putAll, request.allPairs()));
        };
    }

    /// The same calls under the service's name without its package, as the second client makes
    /// them.
    private ExitCode alias(ManagedChannel channel, Request request) throws IOException {
        var stub = dev.longboat.proto.alias.KeyValueStoreGrpc.newBlockingStub(channel);
        var streams = dev.longboat.proto.alias.KeyValueStoreGrpc.newStub(channel);
        return switch (request.verb()) {
            case "get" -> show(stub.get(request.key(0)));
            case "del" -> show(stub.del(request.key(0)));
            case "trim" -> show(stub.trim(request.key(0)));
            case "put" -> show(stub.put(request.pair(0)));
            case "getrange" -> showAll(listed(stub.getRange(request.range())));
            case "delrange" -> showAll(listed(stub.delRange(request.range())));
            case "getall" ->
                showAll(Replying.<KeyRequest, KeyValueVersionReply>all(streams::getAll, request.allKeys()));
            case "delall" ->
                showAll(Replying.<KeyRequest, KeyValueVersionReply>all(streams::delAll, request.allKeys()));
            default -> showAll(Replying.<KeyValueRequest, PutReply>all(streams::putAll, request.allPairs()));
        };
    }

    private static <A> List<A> listed(Iterator<A> answers) {
        List<A> all = new ArrayList<>();
        answers.forEachRemaining(all::add);
        return all;
    }

    private ExitCode show(MessageOrBuilder reply) throws IOException {
        if (isUnreachable(reply)) {
            return unreachable();
        }
        paper.line(text(reply));
        return ExitCode.OK;
    }

    private ExitCode showAll(List<? extends MessageOrBuilder> replies) throws IOException {
        if (replies.stream().anyMatch(ClassicProject::isUnreachable)) {
            return unreachable();
        }
        paper.line(replies.stream().map(ClassicProject::text).collect(Collectors.joining(", ", "[", "]")));
        return ExitCode.OK;
    }

    private ExitCode unreachable() {
        here.err().println("Não foi possível aceder à base de dados.");
        return ExitCode.UNAVAILABLE;
    }

    private static boolean isUnreachable(MessageOrBuilder reply) {
        return switch (reply) {
            case KeyValueVersionReply value -> value.getVer() == -1;
            case PutReply put -> put.getVer() == -1;
            default -> false;
        };
    }

    private static String text(MessageOrBuilder reply) {
        return TextFormat.printer().printToString(reply);
    }
}
