package dev.longboat.journal;

import java.util.Arrays;

/// The last index of every group, to hold entries in order (J1). A group begins with any index.
/// Confined to the thread that opens the journal, then to its writer's.
final class IndexOrder {
    /// How an index stands to the last of its group.
    enum Step {
        NEXT,
        SEEN,
        GAP
    }

    private int[] groups = new int[1];
    private long[] lasts = new long[1];
    private int count;

    /// How `index` continues `group`; 0 stands outside the order.
    Step step(int group, long index) {
        int at = find(group);
        if (index == 0 || at < 0 || index == lasts[at] + 1) {
            return Step.NEXT;
        }
        return index <= lasts[at] ? Step.SEEN : Step.GAP;
    }

    /// The last index of `group`; 0 when there was none.
    long last(int group) {
        int at = find(group);
        return at < 0 ? 0 : lasts[at];
    }

    /// Remembers that `index` is the last of `group`.
    void advance(int group, long index) {
        if (index == 0) {
            return;
        }
        int at = find(group);
        if (at < 0) {
            if (count == groups.length) {
                groups = Arrays.copyOf(groups, 2 * count);
                lasts = Arrays.copyOf(lasts, 2 * count);
            }
            at = count++;
            groups[at] = group;
        }
        lasts[at] = index;
    }

    /// Becomes equal to `other`.
    void copyFrom(IndexOrder other) {
        if (groups.length < other.count) {
            groups = new int[other.groups.length];
            lasts = new long[other.groups.length];
        }
        System.arraycopy(other.groups, 0, groups, 0, other.count);
        System.arraycopy(other.lasts, 0, lasts, 0, other.count);
        count = other.count;
    }

    private int find(int group) {
        for (int i = 0; i < count; i++) {
            if (groups[i] == group) {
                return i;
            }
        }
        return -1;
    }
}
