package dev.longboat.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// The order of tables, newest first, in the manifest as in memory. Immutable; holds no state.
final class TableOrder {
    private TableOrder() {}

    /// Puts tables in the place of others. They stand with their run; where there is nothing left
    /// of it, in the place of the oldest that they replace.
    ///
    /// @param added none or more, all of one run
    /// @param run tells a table's
    static <T> List<T> replace(List<T> tables, Predicate<T> isReplaced, List<T> added, ToLongFunction<T> run) {
        List<T> left = new ArrayList<>(tables.size() + added.size());
        int place = 0;
        for (T table : tables) {
            if (isReplaced.test(table)) {
                place = left.size();
            } else {
                left.add(table);
            }
        }
        for (int i = 0; i < left.size() && !added.isEmpty(); i++) {
            if (run.applyAsLong(left.get(i)) == run.applyAsLong(added.getFirst())) {
                place = i;
                break;
            }
        }
        left.addAll(place, added);
        return left;
    }
}
