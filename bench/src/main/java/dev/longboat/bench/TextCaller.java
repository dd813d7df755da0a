package dev.longboat.bench;

import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A client of classic system E, a line for each command. Confined to one thread.
final class TextCaller implements Caller {
    private static final String NOTHING = "NULL";

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader answers;

    TextCaller(String endpoint) throws IOException {
        int colon = endpoint.lastIndexOf(':');
        socket = new Socket(endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(ANSWER_MAX.toMillis()));
        out = socket.getOutputStream();
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public Outcome call(Act act) throws IOException {
        return switch (act.verb()) {
            case CREATE -> done(ask("POST " + act.key() + " " + act.value()), "ALREADY_EXISTS");
            case UPDATE -> done(ask("PUT " + act.key() + " " + act.value()), "NOT_FOUND");
            case GET -> Outcome.found(Optional.of(ask("GET " + act.key())).filter(answer -> !answer.equals(NOTHING)));
            case DELETE -> done(ask("DELETE " + act.key()), "NOT_FOUND");
            case SET -> throw new IllegalArgumentException("this door cannot " + act.verb());
        };
    }

    private static Outcome done(String answer, String otherwise) throws IOException {
        if (answer.equals("OK") || answer.equals(otherwise)) {
            return Outcome.of(answer.equals("OK"));
        }
        throw new IOException("neither OK nor " + otherwise + ": " + answer);
    }

    private String ask(String command) throws IOException {
        out.write((command + "\n").getBytes(StandardCharsets.UTF_8));
        String answer = answers.readLine();
        if (answer == null) {
            throw new EOFException("the server has closed the connection");
        }
        return answer;
    }

    @Override
    public Map<String, String> pairs(String prefix) throws IOException {
        Map<String, String> pairs = new TreeMap<>();
        JsonParser.parseString(ask("DUMP")).getAsJsonObject().entrySet().forEach(pair -> {
            if (pair.getKey().startsWith(prefix)) {
                pairs.put(pair.getKey(), pair.getValue().getAsString());
            }
        });
        return pairs;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
