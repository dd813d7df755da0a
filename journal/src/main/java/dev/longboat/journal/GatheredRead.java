package dev.longboat.journal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which ranges of the journal are read together: neighbours in a segment, as long as what lies
/// between them is little and all of them are not too much. Immutable.
///
/// @param segment where they lie
/// @param generation of the segment
/// @param offset of the first byte
/// @param length of all, gaps included
/// @param members places in the list of pointers asked for
record GatheredRead(int segment, int generation, int offset, int length, List<Integer> members) {
    /// Bytes that are rather read for nothing than skipped.
    private static final int GAP_BYTES_MAX = 32 << 10;

    private static final int BYTES_MAX = 1 << 20;

    GatheredRead {
        members = List.copyOf(members);
    }

    /// The fewest reads that bring all of these.
    static List<GatheredRead> plan(List<Pointer> pointers) {
        List<Integer> places = new ArrayList<>(pointers.size());
        for (int i = 0; i < pointers.size(); i++) {
            places.add(i);
        }
        places.sort(Comparator.comparing(place -> pointers.get(place).position()));
        List<GatheredRead> reads = new ArrayList<>();
        List<Integer> members = new ArrayList<>();
        int end = 0;
        for (int place : places) {
            Pointer pointer = pointers.get(place);
            if (!members.isEmpty() && !isNear(pointers.get(members.getFirst()), end, pointer)) {
                reads.add(of(pointers.get(members.getFirst()), end, members));
                members.clear();
                end = 0;
            }
            members.add(place);
            end = Math.max(end, pointer.offset() + pointer.length());
        }
        if (!members.isEmpty()) {
            reads.add(of(pointers.get(members.getFirst()), end, members));
        }
        return reads;
    }

    private static boolean isNear(Pointer first, int end, Pointer next) {
        return next.segment() == first.segment()
                && next.generation() == first.generation()
                && next.offset() - end <= GAP_BYTES_MAX
                && next.offset() + next.length() - first.offset() <= BYTES_MAX;
    }

    private static GatheredRead of(Pointer first, int end, List<Integer> members) {
        return new GatheredRead(first.segment(), first.generation(), first.offset(), end - first.offset(), members);
    }
}
