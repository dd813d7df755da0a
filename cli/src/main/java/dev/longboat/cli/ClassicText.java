package dev.longboat.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// System E's interactive client: sends each line that it reads as a command, and shows the answer.
/// `exit`, `quit` or the end of the input ends it. Confined to the main thread.
final class ClassicText {
    private static final int PORT_DEFAULT = 65_432;
    private static final String PROMPT = "> ";

    private final Surroundings here;
    private final Paper paper;

    ClassicText(Surroundings here, Paper paper) {
        this.here = here;
        this.paper = paper;
    }

    ExitCode run(List<String> arguments) throws IOException {
        List<String> faults = new ArrayList<>();
        if (arguments.size() > 2) {
            faults.add("usage: [HOST [PORT]]");
        }
        String host = arguments.isEmpty() ? "localhost" : arguments.getFirst();
        int port = arguments.size() < 2 ? PORT_DEFAULT : ClassicArguments.port(arguments.get(1), faults);
        if (!faults.isEmpty()) {
            faults.forEach(here.err()::println);
            return ExitCode.USAGE;
        }
        try (Socket socket = new Socket(host, port)) {
            return converse(socket);
        } catch (java.net.ConnectException | java.net.UnknownHostException e) {
            here.err().println("no connection to " + host + ":" + port + ": " + e.getMessage());
            return ExitCode.UNAVAILABLE;
        }
    }

    private ExitCode converse(Socket socket) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(here.in(), StandardCharsets.UTF_8));
        BufferedReader answers =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = socket.getOutputStream();
        while (true) {
            if (here.outIsTerminal()) {
                paper.text(PROMPT);
                paper.flush();
            }
            String command = commands.readLine();
            if (command == null
                    || command.strip().equalsIgnoreCase("exit")
                    || command.strip().equalsIgnoreCase("quit")) {
                return ExitCode.OK;
            }
            if (command.isBlank()) {
                continue;
            }
            out.write((command + "\n").getBytes(StandardCharsets.UTF_8));
            String answer = answers.readLine();
            if (answer == null) {
                here.err().println("the server has closed the connection");
                return ExitCode.UNAVAILABLE;
            }
            paper.line(answer);
            paper.flush();
        }
    }
}
