package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Writers return only after a commit that held their write.
final class GroupCommitTest {
    @Test
    void everyPut_isInOneCommitBeforeItReturns() throws Exception {
        List<Integer> committed = new ArrayList<>(); // by whoever leads
        GroupCommit group = new GroupCommit(writes -> {
            assertThat(writes).isNotEmpty();
            writes.forEach(write -> committed.add((write.key()[0] & 0xff) * 256 + (write.key()[1] & 0xff)));
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                byte first = (byte) writer;
                writers.add(threads.submit(() -> {
                    for (int i = 0; i < 200; i++) {
                        group.put(new byte[] {first, (byte) i}, new byte[1]);
                    }
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertThat(committed).hasSize(1600).doesNotHaveDuplicates();
    }

    @Test
    void failedCommit_failsThosePutsThatWereInIt() throws Exception {
        List<Boolean> fail = new ArrayList<>(List.of(true));
        GroupCommit group = new GroupCommit(_ -> {
            if (fail.removeFirst()) {
                throw new IllegalArgumentException("the disk is gone");
            }
        });
        assertThatThrownBy(() -> group.put(new byte[1], new byte[1])).hasMessage("the disk is gone");
        fail.add(false);
        group.put(new byte[1], new byte[1]);
    }
}
