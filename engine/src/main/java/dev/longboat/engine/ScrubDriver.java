package dev.longboat.engine;

/// Runs a [Scrub] on the store-scrub thread, which begins with the first pass. Safe for concurrent
/// use.
final class ScrubDriver {
    private final Scrub scrub;
    private final Thread thread;

    ScrubDriver(Scrub scrub) {
        this.scrub = scrub;
        this.thread = new Thread(this::run, "store-scrub");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (scrub.await()) {
                scrub.pass();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // Nobody does: it ends the search and nothing else.
        }
    }

    void join() {
        Threads.join(thread);
    }
}
