package dev.longboat.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Many cursors as one, in order, in both directions.
///
/// The inputs are listed newest first. Where several hold the same (key, revision), the first in
/// the list is seen and the others are skipped. Inputs wait in a heap whose top is the cursor's
/// row; in the ascending direction all stand at or behind the top, in the descending one at or
/// before it; a change of direction seeks them anew. Lifetime: owns the inputs. Confined to one
/// thread at a time.
public final class MergingCursor implements RowCursor {
    private final RowCursor[] inputs;
    private final int[] heap;
    private int size;
    private boolean descending;
    private boolean closed;

    public MergingCursor(List<RowCursor> inputs) {
        this.inputs = inputs.toArray(RowCursor[]::new);
        this.heap = new int[this.inputs.length];
    }

    @Override
    public void seek(byte[] key, long revision) throws IOException {
        size = 0;
        for (RowCursor input : inputs) {
            input.seek(key, revision);
        }
        gather(false);
    }

    @Override
    public void seekAtMost(byte[] key, long revision, long ordinal, long stamp) throws IOException {
        size = 0;
        for (RowCursor input : inputs) {
            input.seekAtMost(key, revision, ordinal, stamp);
        }
        gather(false);
    }

    @Override
    public void seekBefore(byte[] key, long revision) throws IOException {
        size = 0;
        for (RowCursor input : inputs) {
            input.seekBefore(key, revision);
        }
        gather(true);
    }

    @Override
    public void seekFirst() throws IOException {
        size = 0;
        for (RowCursor input : inputs) {
            input.seekFirst();
        }
        gather(false);
    }

    @Override
    public void seekLast() throws IOException {
        size = 0;
        for (RowCursor input : inputs) {
            input.seekLast();
        }
        gather(true);
    }

    @Override
    public void next() throws IOException {
        requireValid();
        if (descending) {
            turn();
        }
        advance();
    }

    @Override
    public void previous() throws IOException {
        requireValid();
        if (!descending) {
            turn();
        }
        advance();
    }

    /// Moves the top, and every input that stands on the same row, one on in the current direction.
    private void advance() throws IOException {
        int count = size;
        size = 0;
        while (count > 1) {
            int second = count > 2 && isAhead(heap[2], heap[1]) ? 2 : 1;
            if (compare(inputs[heap[second]], inputs[heap[0]]) != 0) {
                break;
            }
            count = step(second, count);
        }
        size = step(0, count);
    }

    private int step(int position, int count) throws IOException {
        RowCursor input = inputs[heap[position]];
        if (descending) {
            input.previous();
        } else {
            input.next();
        }
        int left = count;
        if (!input.valid()) {
            heap[position] = heap[--left];
        }
        siftDown(position, left);
        return left;
    }

    /// Changes the direction: every input but the top moves to the row next to the top's on the
    /// other side, or to the same one.
    private void turn() throws IOException {
        int top = heap[0];
        byte[] key = inputs[top].key();
        long revision = inputs[top].revision();
        size = 0;
        for (int i = 0; i < inputs.length; i++) {
            if (i == top) {
                continue;
            }
            RowCursor input = inputs[i];
            input.seek(key, revision);
            if (!descending && !(input.valid() && isAt(input, key, revision))) {
                input.seekBefore(key, revision);
            }
        }
        gather(!descending);
    }

    private static boolean isAt(RowCursor input, byte[] key, long revision) {
        return input.revision() == revision && Arrays.equals(input.key(), key);
    }

    /// Makes the heap anew of the inputs that are valid.
    private void gather(boolean isDescending) {
        descending = isDescending;
        int count = 0;
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].valid()) {
                heap[count++] = i;
            }
        }
        for (int position = count / 2 - 1; position >= 0; position--) {
            siftDown(position, count);
        }
        size = count;
    }

    private void siftDown(int from, int count) {
        int position = from;
        while (true) {
            int child = 2 * position + 1;
            if (child >= count) {
                return;
            }
            if (child + 1 < count && isAhead(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isAhead(heap[child], heap[position])) {
                return;
            }
            int moved = heap[position];
            heap[position] = heap[child];
            heap[child] = moved;
            position = child;
        }
    }

    /// Whether input `a` comes before input `b` in the current direction; of equals, the newer one.
    private boolean isAhead(int a, int b) {
        int order = compare(inputs[a], inputs[b]);
        if (order == 0) {
            return a < b;
        }
        return descending ? order > 0 : order < 0;
    }

    private static int compare(RowCursor a, RowCursor b) {
        int order = Arrays.compareUnsigned(a.key(), b.key());
        return order != 0 ? order : Long.compare(b.revision(), a.revision());
    }

    private void requireValid() {
        if (!valid()) {
            throw new IllegalStateException("the cursor stands on no row");
        }
    }

    @Override
    public boolean valid() {
        return size > 0;
    }

    private RowCursor top() {
        requireValid();
        return inputs[heap[0]];
    }

    @Override
    public byte[] key() {
        return top().key();
    }

    @Override
    public long revision() {
        return top().revision();
    }

    @Override
    public long ordinal() {
        return top().ordinal();
    }

    @Override
    public long stamp() {
        return top().stamp();
    }

    @Override
    public ByteBuffer payload() {
        return top().payload();
    }

    @Override
    public void close() {
        size = 0;
        if (!closed) {
            closed = true;
            for (RowCursor input : inputs) {
                input.close();
            }
        }
    }
}
