package dev.longboat.bench;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// One client of a laboratory: writes and reads until its server is gone, remembers what it was
/// told, and looks for everything afterwards. Confined to one thread at a time, handed over between
/// rounds.
final class Witness {
    private static final int MEMORIES = 25;

    /// An acknowledged set that is not forgotten when its key is written again, where the store
    /// keeps every version.
    private record Memory(String key, long write, long revision) {}

    /// A write under way.
    private record Sent(long number, List<Change> changes, CompletableFuture<Answer> answer) {}

    private final Habits habits;
    private final boolean remembering;
    private final Random random;
    private final Tally tally;
    private final Ledger ledger = new Ledger();
    private final List<Memory> memories = new ArrayList<>();
    private long remembered;
    private long revisionMax;

    /// @param remembering whether the store keeps every version
    /// @param tally is told what happens
    Witness(Habits habits, boolean remembering, long seed, Tally tally) {
        this.habits = habits;
        this.remembering = remembering;
        this.random = new Random(seed);
        this.tally = tally;
    }

    /// Keys that may hold one of several things.
    long inDoubt() {
        return ledger.inDoubt();
    }

    /// Writes and reads as fast as the server answers, until the line is cut or `over`.
    void work(Line line, BooleanSupplier over) {
        Deque<Sent> underWay = new ArrayDeque<>();
        boolean cut = false;
        while (!cut && !over.getAsBoolean()) {
            if (underWay.size() >= line.window()) {
                cut = !settle(underWay.removeFirst());
            } else if (habits.reads(random)) {
                glance(line, habits.key(random));
            } else {
                underWay.addLast(send(line));
            }
        }
        while (!underWay.isEmpty()) {
            settle(underWay.removeFirst());
        }
    }

    private Sent send(Line line) {
        long number = ledger.nextNumber();
        List<Change> changes = changes(number);
        ledger.intend(number, changes);
        return new Sent(number, changes, line.write(changes));
    }

    private List<Change> changes(long number) {
        Set<String> keys = new LinkedHashSet<>();
        IntStream.range(0, habits.changes(random)).forEach(_ -> keys.add(habits.key(random)));
        boolean large = keys.stream().anyMatch(habits::isLarge); // which are written alone
        return keys.stream()
                .limit(large ? 1 : keys.size())
                .map(key -> habits.deletes(random) ? Change.delete(key) : Change.set(key, habits.value(key, number)))
                .toList();
    }

    /// Enters an answer in the ledger.
    ///
    /// @return whether the line carries more
    private boolean settle(Sent sent) {
        return switch (sent.answer().join()) {
            case Answer.Done done -> {
                ledger.acknowledge(sent.number(), sent.changes());
                tally.acknowledged(sent.changes().size());
                note(sent, done.revision());
                yield true;
            }
            case Answer.Refused refused -> {
                ledger.refuse(sent.number(), sent.changes());
                tally.refused();
                yield true;
            }
            case Answer.Unreached _ -> {
                ledger.refuse(sent.number(), sent.changes());
                yield false;
            }
            case Answer.Unknown _ -> {
                tally.doubted();
                yield false;
            }
        };
    }

    private void note(Sent sent, long revision) {
        boolean sets = sent.changes().stream().noneMatch(Change::isDelete);
        long before = revisionMax;
        expect(
                revision > before || (revision == before && (revision == 0 || !sets)),
                () -> "write " + sent.number() + " has revision " + revision + " after " + before);
        revisionMax = Math.max(revisionMax, revision);
        if (remembering && sets) {
            remember(new Memory(sent.changes().getFirst().key(), sent.number(), revision));
        }
    }

    /// Keeps an even sample of all acknowledged sets.
    private void remember(Memory memory) {
        long place = random.nextLong(++remembered);
        if (memories.size() < MEMORIES) {
            memories.add(memory);
        } else if (place < MEMORIES) {
            memories.set((int) place, memory);
        }
    }

    /// A read among the writes. It may find whatever the key may have held since it was sent.
    private void glance(Line line, String key) {
        Set<Ledger.Write> possible = new HashSet<>(ledger.possible(key));
        try {
            Optional<Held> found = line.read(key).join();
            expect(
                    possible.stream().anyMatch(write -> isOf(key, found, write)),
                    () -> key + " holds " + describe(found) + " instead of one of " + possible);
        } catch (CompletionException _) {
            // The fault. What cannot be read is asked for again afterwards.
        }
    }

    /// Reads every key, one by one and as a range, and some of the past.
    void verify(Line line) {
        List<String> keys = ledger.keys();
        List<String> small = keys.stream().filter(key -> !habits.isLarge(key)).toList();
        for (int i = 0; i < small.size(); i += line.window()) {
            check(line, small.subList(i, Math.min(small.size(), i + line.window())));
        }
        keys.stream().filter(habits::isLarge).forEach(key -> check(line, List.of(key)));
        ledger.torn().forEach(number -> expect(false, () -> "write " + number + " happened in part"));
        checkRange(line);
        checkPast(line);
        checkRevision(line);
    }

    private void check(Line line, List<String> keys) {
        List<CompletableFuture<Optional<Held>>> answers =
                keys.stream().map(line::read).toList();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            List<Ledger.Write> possible = ledger.possible(key);
            read(key, answers.get(i))
                    .ifPresent(found -> expect(
                            ledger.found(key, write -> isOf(key, found, write)),
                            () -> key + " holds " + describe(found) + " instead of one of " + possible));
        }
    }

    /// What cannot be read is as wrong as what is read and should not be.
    private Optional<Optional<Held>> read(String what, CompletableFuture<Optional<Held>> answer) {
        try {
            return Optional.of(answer.join());
        } catch (CompletionException e) {
            expect(false, () -> what + " cannot be read: " + e.getCause());
            return Optional.empty();
        }
    }

    private void checkRange(Line line) {
        try {
            Set<String> found = new HashSet<>(line.keys(habits.prefix()));
            Set<String> expected = Set.copyOf(ledger.present(habits.prefix(), Integer.MAX_VALUE));
            expect(found.equals(expected), () -> habits.prefix() + " as a range holds other keys than one by one");
        } catch (IOException e) {
            expect(false, () -> habits.prefix() + " cannot be read as a range: " + e);
        }
    }

    private void checkPast(Line line) {
        List<CompletableFuture<Optional<Held>>> answers = memories.stream()
                .map(memory -> line.readPast(memory.key(), memory.revision()))
                .toList();
        for (int i = 0; i < answers.size(); i++) {
            Memory memory = memories.get(i);
            Ledger.Write write = new Ledger.Write(memory.write(), false);
            read(memory.toString(), answers.get(i))
                    .ifPresent(found -> expect(
                            isOf(memory.key(), found, write)
                                    && found.orElseThrow().revision() == memory.revision(),
                            () -> memory + " is seen as " + describe(found)));
        }
    }

    /// Whatever comes later has a higher revision than whatever was before (note).
    private void checkRevision(Line line) {
        try {
            long revision = line.revision();
            long before = revisionMax;
            expect(revision >= before, () -> "revision " + revision + " is before the acknowledged " + before);
            revisionMax = Math.max(before, revision);
        } catch (IOException e) {
            expect(false, () -> "the revision cannot be read: " + e);
        }
    }

    private void expect(boolean holds, Supplier<String> otherwise) {
        tally.compared(holds, () -> habits.prefix() + ": " + otherwise.get());
    }

    private boolean isOf(String key, Optional<Held> found, Ledger.Write write) {
        return found.map(held -> !write.absent() && held.value().equals(habits.value(key, write.number())))
                .orElse(write.absent());
    }

    private static String describe(Optional<Held> found) {
        return found.map(Held::toString).orElse("nothing");
    }
}
