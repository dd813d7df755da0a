package dev.longboat.cli;

import dev.longboat.proto.kvs.ChaveValor;
import dev.longboat.proto.kvs.ChaveVersao;
import dev.longboat.proto.kvs.KVSGrpc;
import dev.longboat.proto.kvs.Tupla;
import dev.longboat.proto.kvs.Versao;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// System D's client. It prints each reply as its language shows a structure. Confined to the main
/// thread.
final class ClassicKvs {
    static final List<String> OPERATIONS =
            List.of("insere", "consulta", "remove", "insere-v", "consulta-v", "remove-v", "snapshot");

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("-a", "address"),
            Map.entry("--address", "address"),
            Map.entry("-p", "port"),
            Map.entry("--port", "port"),
            Map.entry("-o", "op"),
            Map.entry("--op", "op"),
            Map.entry("-k", "key"),
            Map.entry("--key", "key"),
            Map.entry("-v", "val"),
            Map.entry("--val", "val"),
            Map.entry("-e", "ver"),
            Map.entry("--ver", "ver"));

    private final Surroundings here;
    private final Paper paper;

    ClassicKvs(Surroundings here, Paper paper) {
        this.here = here;
        this.paper = paper;
    }

    /// What is asked for. Immutable.
    private record Request(String op, List<String> keys, List<String> values, List<Long> versions) {
        ChaveValor pair(int at) {
            return ChaveValor.newBuilder()
                    .setChave(keys.get(at))
                    .setValor(values.get(at))
                    .build();
        }

        List<ChaveValor> pairs() {
            List<ChaveValor> all = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                all.add(pair(i));
            }
            return all;
        }

        /// The key, its version left unset when there is none.
        ChaveVersao key() {
            ChaveVersao.Builder key = ChaveVersao.newBuilder().setChave(keys.getFirst());
            versions.forEach(version -> key.setVersao(version.intValue()));
            return key.build();
        }

        /// The keys, each with its version, 0 when there are none.
        List<ChaveVersao> versioned() {
            List<ChaveVersao> all = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                all.add(ChaveVersao.newBuilder()
                        .setChave(keys.get(i))
                        .setVersao(versions.isEmpty() ? 0 : versions.get(i).intValue())
                        .build());
            }
            return all;
        }
    }

    ExitCode run(List<String> arguments) throws IOException {
        ClassicArguments line = ClassicArguments.of(arguments, NAMES, List.of());
        List<String> faults = new ArrayList<>();
        if (!line.words().isEmpty()) {
            faults.add("argumento inesperado: " + line.words().getFirst());
        }
        Request request =
                new Request(line.one("op", ""), line.all("key"), line.all("val"), line.numbers("ver", faults));
        int port = 0;
        if (line.all("port").isEmpty()) {
            faults.add("falta a porta: -p ou --port");
        } else {
            port = ClassicArguments.port(line.one("port", ""), faults);
        }
        check(request, faults);
        if (!faults.isEmpty()) {
            faults.forEach(here.err()::println);
            return ExitCode.USAGE;
        }
        String address = line.one("address", "localhost");
        String host = address.contains(":") && !address.startsWith("[") ? "[" + address + "]" : address;
        return ClassicClient.connected(here, host + ":" + port, channel -> call(channel, request));
    }

    private static void check(Request request, List<String> faults) {
        String op = request.op();
        int keys = request.keys().size();
        int values = request.values().size();
        int versions = request.versions().size();
        switch (op) {
            case "insere", "consulta", "remove" ->
                expect(keys == 1, op + " precisa de exatamente uma chave, não de " + keys, faults);
            case "insere-v", "consulta-v", "remove-v" ->
                expect(keys > 0, op + " precisa de pelo menos uma chave", faults);
            case "snapshot" -> expect(keys == 0, "snapshot não aceita chaves", faults);
            default -> faults.add("operação desconhecida: " + op + "; uma de " + String.join(", ", OPERATIONS));
        }
        switch (op) {
            case "insere" -> expect(values == 1, "insere precisa de exatamente um valor, não de " + values, faults);
            case "insere-v" ->
                expect(
                        values == keys,
                        "insere-v precisa de tantos valores como chaves: " + keys + ", não " + values,
                        faults);
            default -> expect(values == 0, op + " não aceita valores", faults);
        }
        switch (op) {
            case "consulta", "remove", "snapshot" ->
                expect(versions <= 1, op + " aceita no máximo uma versão, não " + versions, faults);
            case "consulta-v", "remove-v" ->
                expect(
                        versions == 0 || versions == keys,
                        op + " precisa de tantas versões como chaves, ou nenhuma: " + keys + ", não " + versions,
                        faults);
            default -> expect(versions == 0, op + " não aceita versões", faults);
        }
        request.versions().stream()
                .filter(version -> version != version.intValue())
                .forEach(version -> faults.add("a versão " + version + " não cabe em 32 bits"));
    }

    private static void expect(boolean good, String otherwise, List<String> faults) {
        if (!good) {
            faults.add(otherwise);
        }
    }

    private ExitCode call(ManagedChannel channel, Request request) throws IOException {
        KVSGrpc.KVSBlockingStub stub = KVSGrpc.newBlockingStub(channel);
        KVSGrpc.KVSStub streams = KVSGrpc.newStub(channel);
        switch (request.op()) {
            case "insere" -> show(stub.insere(request.pair(0)));
            case "consulta" -> show(stub.consulta(request.key()));
            case "remove" -> show(stub.remove(request.key()));
            case "insere-v" ->
                showAll(Replying.<ChaveValor, Versao>all(streams::insereVarias, request.pairs())
                        .iterator());
            case "consulta-v" ->
                showAll(Replying.<ChaveVersao, Tupla>all(streams::consultaVarias, request.versioned())
                        .iterator());
            case "remove-v" ->
                showAll(Replying.<ChaveVersao, Versao>all(streams::removeVarias, request.versioned())
                        .iterator());
            default ->
                showAll(stub.snapshot(Versao.newBuilder()
                        .setVersao(
                                request.versions().isEmpty()
                                        ? 0
                                        : request.versions().getFirst().intValue())
                        .build()));
        }
        return ExitCode.OK;
    }

    private void showAll(Iterator<?> replies) throws IOException {
        while (replies.hasNext()) {
            show(replies.next());
        }
    }

    private void show(Object reply) throws IOException {
        paper.line("Reply = "
                + switch (reply) {
                    case Versao version -> "Versao { versao: " + version.getVersao() + " }";
                    case Tupla tuple ->
                        "Tupla { chave: " + quoted(tuple.getChave()) + ", valor: " + quoted(tuple.getValor())
                                + ", versao: " + tuple.getVersao() + " }";
                    default -> throw new IllegalStateException("not an answer of system D's: " + reply);
                });
        paper.line("");
    }

    /// A text as Rust shows it.
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case 0 -> quoted.append("\\0");
                default -> {
                    if (Character.isISOControl(c)) {
                        quoted.append("\\u{").append(Integer.toHexString(c)).append('}');
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
