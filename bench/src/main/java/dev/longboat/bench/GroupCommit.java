package dev.longboat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lets writers that come together share one durable commit, for libraries that have no such thing:
/// whoever gets the lock first writes for all that wait behind it. Safe for concurrent use.
final class GroupCommit {
    /// A pair on its way. Guarded by the lock of its group, but for its key and value.
    static final class Write {
        private final byte[] key;
        private final byte[] value;
        private boolean done;
        private @Nullable Exception failure;

        private Write(byte[] key, byte[] value) {
            this.key = key;
            this.value = value;
        }

        byte[] key() {
            return key;
        }

        byte[] value() {
            return value;
        }
    }

    /// Makes all of them durable at once.
    interface Commit {
        void commit(List<Write> writes) throws Exception;
    }

    private final Commit commit;
    private final ReentrantLock leading = new ReentrantLock();
    private final Object queueLock = new Object();
    private List<Write> queue = new ArrayList<>(); // guarded by queueLock

    GroupCommit(Commit commit) {
        this.commit = commit;
    }

    /// Returns when the pair is durable.
    void put(byte[] key, byte[] value) throws Exception {
        Write own = new Write(key, value);
        synchronized (queueLock) {
            queue.add(own);
        }
        leading.lock();
        try {
            if (!own.done) {
                lead();
            }
            if (own.failure != null) {
                throw own.failure;
            }
        } finally {
            leading.unlock();
        }
    }

    private void lead() {
        List<Write> group;
        synchronized (queueLock) {
            group = queue;
            queue = new ArrayList<>();
        }
        Exception failure = null;
        try {
            commit.commit(group);
        } catch (Exception e) {
            failure = e;
        }
        for (Write write : group) {
            write.done = true;
            write.failure = failure;
        }
    }
}
