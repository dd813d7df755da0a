package dev.longboat.cli;

import dev.longboat.client.Fault;
import dev.longboat.client.Faults;
import dev.longboat.client.MemoryServer;
import dev.longboat.testkit.ScriptCommand;
import dev.longboat.testkit.ScriptInterpreter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Runs the program in this process against a server in memory. Commands:
///
///     lbclient ARGUMENTS   runs it; '…' quotes, $PORT is the server's port, DIR a directory
///     env NAME=VALUE       sets a variable for what follows
///     terminal             from now on a human reads both outputs
///     stdin TEXT           what the next run reads; % is a line feed
///     fault NAME           what the next call suffers
///     file NAME BYTES      makes a file in DIR
///     show NAME            its length and first bytes, or that it is not there
///
/// Standard output shows as it is, `<no newline>` where the last line has none, and in hexadecimal
/// where it is not UTF-8; standard error shows behind `! `; an exit code other than 0 comes last.
/// Confined to its test's thread.
final class CliScript implements ScriptInterpreter, AutoCloseable {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private final MemoryServer server = MemoryServer.start();
    private final Map<String, String> env = new TreeMap<>();
    private final Path directory;
    private byte[] stdin = new byte[0];
    private boolean terminal;

    CliScript() {
        try {
            directory = Files.createTempDirectory("lbclient");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        env.put("LB_ENDPOINT", server.endpoint());
    }

    @Override
    public String run(ScriptCommand command) throws IOException {
        List<String> words = words(command.line());
        switch (command.name()) {
            case "lbclient" -> {
                return lbclient(words.subList(1, words.size()));
            }
            case "env" -> {
                String[] pair = words.get(1).split("=", 2);
                env.put(pair[0], pair[1]);
            }
            case "terminal" -> terminal = true;
            case "stdin" -> stdin = words.get(1).replace('%', '\n').getBytes(StandardCharsets.UTF_8);
            case "fault" -> server.order(fault(words.get(1)));
            case "file" -> Files.write(directory.resolve(words.get(1)), new byte[Integer.parseInt(words.get(2))]);
            case "show" -> {
                return show(directory.resolve(words.get(1)));
            }
            default -> throw command.unknown();
        }
        return "";
    }

    private List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(line); word.find(); ) {
            words.add((word.group(1) != null ? word.group(1) : word.group(2))
                    .replace("$PORT", "" + server.port())
                    .replace("DIR/", directory + "/"));
        }
        return words;
    }

    private static Fault fault(String name) {
        return switch (name) {
            case "disk-full" -> new Fault.Refuse(Faults.diskFull());
            case "denied" -> new Fault.Refuse(Faults.denied());
            case "damaged" -> new Fault.Refuse(Faults.damaged());
            case "store-failed" -> new Fault.Refuse(Faults.storeFailed());
            case "lose-answer" -> new Fault.LoseAnswer(Faults.lost());
            case "hang" -> new Fault.Hang();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private String lbclient(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = LbClient.run(
                arguments,
                new Surroundings(
                        new ByteArrayInputStream(stdin),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        env,
                        false,
                        terminal,
                        terminal,
                        ZoneOffset.UTC,
                        Words.ENGLISH));
        stdin = new byte[0];
        StringBuilder shown = new StringBuilder(shown(out.toByteArray()));
        err.toString(StandardCharsets.UTF_8)
                .replace("\r\033[K", "<line>")
                .lines()
                .forEach(line -> shown.append("! ").append(line).append('\n'));
        if (code != 0) {
            shown.append("exit ").append(code).append('\n');
        }
        return shown.toString().replace("" + server.port(), "$PORT").replace(directory + "/", "DIR/");
    }

    private static String shown(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.isEmpty() || text.endsWith("\n") ? text : text + "<no newline>\n";
        } catch (CharacterCodingException _) {
            return "hex " + HexFormat.ofDelimiter(" ").formatHex(bytes) + "\n";
        }
    }

    private static String show(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "no file\n";
        }
        byte[] bytes = Files.readAllBytes(file);
        return bytes.length + " bytes: "
                + new String(bytes, 0, Math.min(20, bytes.length), StandardCharsets.UTF_8).replace('\0', '.')
                + "\n";
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
