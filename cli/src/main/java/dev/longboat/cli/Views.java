package dev.longboat.cli;

import dev.longboat.client.View;

/// The view that `--rev` asks for. Immutable.
final class Views {
    private Views() {}

    static View at(long revision) {
        if (revision < 0) {
            throw new UsageException("%s: a revision is never negative: %d", "--rev", revision);
        }
        return revision == 0 ? View.NEWEST : View.at(revision);
    }
}
