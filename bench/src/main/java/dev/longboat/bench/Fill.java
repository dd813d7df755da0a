package dev.longboat.bench;

import dev.longboat.client.LongboatException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Gives a running server many pairs, to try what it is like to have them, and may read some: the
/// load that trains a server's preloaded code. Confined to the main thread.
@Command(
        name = "fill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Stores many pairs durably in a server that runs, and may read some of them.")
final class Fill implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "HOST:PORT", description = "Where the server listens.")
    private String endpoint = "";

    @Option(names = "--pairs", paramLabel = "N", description = "How many (default ${DEFAULT-VALUE}).")
    private long pairs = 100_000;

    @Option(names = "--key-bytes", paramLabel = "N", description = "Length of a key (default ${DEFAULT-VALUE}).")
    private int keyBytes = 128;

    @Option(names = "--value-bytes", paramLabel = "SIZE", description = "Length of a value (default 100).")
    private String valueBytes = "100";

    @Option(names = "--prefix", paramLabel = "TEXT", description = "What every key starts with (default \"fill/\").")
    private String prefix = "fill/";

    @Option(
            names = "--gets",
            paramLabel = "N",
            description = "Then read and check so many, a call for each (default ${DEFAULT-VALUE}).")
    private long gets = 0;

    @Override
    public Integer call() throws Exception {
        Dataset dataset = dataset();
        try {
            dataset.load(endpoint, System.err);
            read(dataset);
            return 0;
        } catch (IllegalStateException | LongboatException e) {
            System.err.println("lbbench: cannot fill or read " + endpoint + ": " + Reason.of(e));
            return 1;
        }
    }

    private void read(Dataset dataset) throws Exception {
        try (Connection client = Longboat.calls(endpoint)) {
            for (long turn = 0; turn < gets; turn++) {
                client.read(dataset.toRead(dataset.pick(0, turn))).join();
            }
        }
    }

    private Dataset dataset() {
        if (gets < 0 || (gets > 0 && pairs < 1)) {
            throw new ParameterException(spec.commandLine(), "--gets " + gets + ": of " + pairs + " pairs");
        }
        try {
            return new Dataset(prefix, pairs, keyBytes, Math.toIntExact(Bytes.parse(valueBytes)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
