package dev.longboat.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// The doors' readers: a few named threads that may wait for the disk. Immutable.
final class ReaderThreads {
    private ReaderThreads() {}

    static ExecutorService start(int count) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory named = work -> new Thread(work, "lb-reader-" + number.incrementAndGet());
        return Executors.newFixedThreadPool(count, named);
    }
}
