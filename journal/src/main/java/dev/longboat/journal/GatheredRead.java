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
        for (int place : places) {
            Pointer pointer = pointers.get(place);
            if (!reads.isEmpty() && reads.getLast().takes(pointer)) {
                reads.add(reads.removeLast().with(place, pointer));
            } else {
                reads.add(new GatheredRead(
                        pointer.segment(), pointer.generation(), pointer.offset(), pointer.length(), List.of(place)));
            }
        }
        return reads;
    }

    private boolean takes(Pointer pointer) {
        return pointer.segment() == segment
                && pointer.generation() == generation
                && pointer.offset() - (offset + length) <= GAP_BYTES_MAX
                && pointer.offset() + pointer.length() - offset <= BYTES_MAX;
    }

    private GatheredRead with(int place, Pointer pointer) {
        List<Integer> more = new ArrayList<>(members);
        more.add(place);
        int end = Math.max(offset + length, pointer.offset() + pointer.length());
        return new GatheredRead(segment, generation, offset, end - offset, more);
    }
}
