package dev.longboat.cli;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// `lbclient classic`: the clients of the classic systems C, D and E in their grammars, each on its
/// system's own interface. Which one is meant, the command line tells:
///
///     classic [--porta N] VERB --chave K... [--valor V...] [--versao N...]       C
///     classic --op OP --key K... [--val V...] [--ver N...] [--port N]            C's second
///     classic [-a IP] -p N -o OP [-k K]... [-v V]... [-e N]...                   D
///     classic [HOST [PORT]]                                                      E, interactive
///
/// Confined to the main thread.
final class ClassicClient {
    /// What the process is called with.
    static final String NAME = "classic";

    private static final Set<String> OPTIONS_OF_D = Set.of("-o", "-p", "-a", "-k", "-v", "-e", "--address");

    private ClassicClient() {}

    /// What one of the clients does on a channel.
    @FunctionalInterface
    interface Session {
        ExitCode run(ManagedChannel channel) throws IOException;
    }

    static ExitCode run(List<String> arguments, Surroundings here) {
        Paper paper = new Paper(here.out());
        try {
            ExitCode code = run(arguments, here, paper);
            paper.flush();
            return code;
        } catch (UsageException e) {
            here.err().println(e.getMessage());
            return ExitCode.USAGE;
        } catch (IOException e) {
            here.err().println(e.getMessage());
            return ExitCode.UNAVAILABLE;
        }
    }

    private static ExitCode run(List<String> arguments, Surroundings here, Paper paper) throws IOException {
        if (arguments.stream().noneMatch(argument -> argument.startsWith("-"))
                && (arguments.isEmpty() || !ClassicProject.VERBS.contains(arguments.getFirst()))) {
            return new ClassicText(here, paper).run(arguments);
        }
        if (arguments.stream().anyMatch(OPTIONS_OF_D::contains)
                || arguments.stream().anyMatch(ClassicKvs.OPERATIONS::contains)) {
            return new ClassicKvs(here, paper).run(arguments);
        }
        return new ClassicProject(here, paper).run(arguments);
    }

    /// Runs a session on a channel, and says what went wrong.
    static ExitCode connected(Surroundings here, String target, Session session) throws IOException {
        ManagedChannel channel = Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
                .maxInboundMessageSize(32 << 20)
                .build();
        try {
            return session.run(channel);
        } catch (StatusRuntimeException e) {
            Status status = e.getStatus();
            boolean away = status.getCode() == Status.Code.UNAVAILABLE;
            here.err()
                    .println(
                            away
                                    ? "Não foi possível contactar o servidor em " + target + "."
                                    : status.getCode() + ": " + status.getDescription());
            return away ? ExitCode.UNAVAILABLE : ExitCode.REFUSED;
        } finally {
            channel.shutdownNow();
            await(channel);
        }
    }

    private static void await(ManagedChannel channel) {
        try {
            var _ = channel.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
