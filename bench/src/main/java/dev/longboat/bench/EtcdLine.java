package dev.longboat.bench;

import dev.longboat.client.Value;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A line to an etcd, through its JSON interface: one request after the other, because requests at
/// once have no order there. Confined to one thread.
final class EtcdLine implements Line {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final Pattern REVISION = Pattern.compile("\"revision\":\"(\\d+)\"");
    private static final Pattern MADE = Pattern.compile("\"mod_revision\":\"(\\d+)\"");
    private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]*+)\"");
    private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"]*+)\"");
    private static final Pattern REFUSAL = Pattern.compile("space exceeded|too large|too many");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    EtcdLine(int port) {
        this.port = port;
    }

    @Override
    public int window() {
        return 1;
    }

    @Override
    public CompletableFuture<Answer> write(List<Change> changes) {
        Change first = changes.getFirst();
        CompletableFuture<String> reply = changes.size() > 1
                ? post(
                        "txn",
                        changes.stream().map(EtcdLine::step).collect(Collectors.joining(",", "{\"success\":[", "]}")))
                : post(first.isDelete() ? "deleterange" : "put", request(first));
        return reply.handle((json, failure) ->
                failure == null ? new Answer.Done(number(REVISION, json)) : failed(Answer.cause(failure)));
    }

    private static Answer failed(Throwable cause) {
        String why = String.valueOf(cause.getMessage());
        if (cause instanceof ConnectException) {
            return new Answer.Unreached(why);
        }
        return REFUSAL.matcher(why).find() ? new Answer.Refused(why) : new Answer.Unknown(why);
    }

    private static String step(Change change) {
        return (change.isDelete() ? "{\"requestDeleteRange\":" : "{\"requestPut\":") + request(change) + "}";
    }

    private static String request(Change change) {
        String value = change.value()
                .map(bytes -> ",\"value\":\"" + base64(bytes.bytes()) + "\"")
                .orElse("");
        return "{\"key\":\"" + base64(change.key()) + "\"" + value + "}";
    }

    @Override
    public CompletableFuture<Optional<Held>> read(String key) {
        return post("range", "{\"key\":\"" + base64(key) + "\"}").thenApply(EtcdLine::held);
    }

    @Override
    public CompletableFuture<Optional<Held>> readPast(String key, long revision) {
        return post("range", "{\"key\":\"" + base64(key) + "\",\"revision\":\"" + revision + "\"}")
                .thenApply(EtcdLine::held);
    }

    private static Optional<Held> held(String json) {
        Matcher value = VALUE.matcher(json);
        return value.find()
                ? Optional.of(new Held(Value.wrap(Base64.getDecoder().decode(value.group(1))), number(MADE, json)))
                : Optional.empty();
    }

    @Override
    public Set<String> keys(String prefix) throws IOException {
        byte[] end = prefix.getBytes(StandardCharsets.UTF_8);
        end[end.length - 1]++;
        String json = answer(post(
                "range",
                "{\"key\":\"" + base64(prefix) + "\",\"range_end\":\"" + base64(end) + "\",\"keys_only\":true}"));
        Set<String> keys = new TreeSet<>();
        KEY.matcher(json)
                .results()
                .forEach(key -> keys.add(new String(Base64.getDecoder().decode(key.group(1)), StandardCharsets.UTF_8)));
        return keys;
    }

    @Override
    public long revision() throws IOException {
        return number(REVISION, answer(post("range", "{\"key\":\"" + base64("any") + "\"}")));
    }

    private static String answer(CompletableFuture<String> reply) throws IOException {
        try {
            return reply.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    private CompletableFuture<String> post(String method, String json) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/kv/" + method))
                .timeout(ANSWER_MAX)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(response -> {
            if (response.statusCode() != 200) {
                throw new CompletionException(new IOException(response.body()));
            }
            return response.body();
        });
    }

    private static long number(Pattern pattern, String json) {
        Matcher found = pattern.matcher(json);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
