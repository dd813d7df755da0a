package dev.longboat.classic;

import dev.longboat.engine.Commit;
import dev.longboat.engine.Condition;
import dev.longboat.engine.Key;
import dev.longboat.engine.KeyRange;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Operation;
import dev.longboat.engine.OperationResult;
import dev.longboat.engine.Snapshot;
import dev.longboat.engine.Store;
import dev.longboat.engine.Transaction;
import dev.longboat.engine.View;
import dev.longboat.grpc.ReaderPool;
import dev.longboat.grpc.RefusedException;
import dev.longboat.proto.kvs.ChaveVersao;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// System D's removals: a list of items, carried out in order in as few transactions as can be
/// (C7). Immutable.
record KvsRemovals(Store store, ReaderPool readers) {
    /// Carries the items out.
    ///
    /// @return the answer to each, in order
    CompletableFuture<List<Integer>> remove(List<ChaveVersao> items) {
        CompletableFuture<List<Integer>> done = new CompletableFuture<>();
        Run run = new Run(items, done);
        if (!readers.tryExecute(run::step)) {
            done.completeExceptionally(new RefusedException(readers.refusal()));
        }
        return done;
    }

    /// A chunk of the items: one transaction, and what each item is answered once it is committed.
    ///
    /// @param answers of the items, from the first of the chunk on; [#UNDECIDED] where the outcome
    ///     tells
    private record Chunk(List<Condition> conditions, List<Operation> operations, List<Integer> answers) {
        /// Stands where only the commit tells whether something was removed.
        static final int UNDECIDED = Integer.MIN_VALUE;
    }

    /// One list being carried out. Confined to one thread at a time.
    private final class Run {
        private final List<ChaveVersao> items;
        private final List<Integer> answers = new ArrayList<>();
        private final CompletableFuture<List<Integer>> done;

        Run(List<ChaveVersao> items, CompletableFuture<List<Integer>> done) {
            this.items = items;
            this.done = done;
        }

        /// Carries out the next chunk. May wait for the disk.
        void step() {
            try {
                if (answers.size() == items.size()) {
                    done.complete(answers);
                    return;
                }
                Chunk chunk = nextChunk();
                Transaction transaction = new Transaction(chunk.conditions(), chunk.operations(), List.of());
                var _ = store.commitAsync(transaction).whenComplete((commit, thrown) -> {
                    if (thrown != null) {
                        done.completeExceptionally(thrown);
                    } else {
                        if (commit.held()) {
                            answer(chunk, commit);
                        }
                        readers.execute(this::step);
                    }
                });
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        }

        /// As many items from the next on as one transaction can take: each key once, and a version
        /// of a key that does not exist any more alone, because only the commit as a whole tells
        /// then whether it was there.
        private Chunk nextChunk() {
            Chunk chunk = new Chunk(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            Set<Key> keys = new HashSet<>();
            try (Snapshot now = store.snapshot()) {
                for (ChaveVersao item : items.subList(answers.size(), items.size())) {
                    Optional<Key> key = KvsDoor.key(item.getChaveBytes());
                    if (key.isEmpty()) {
                        chunk.answers().add(KvsReplies.REFUSED);
                    } else if (!keys.add(key.get())) {
                        break;
                    } else if (item.getVersao() <= 0) {
                        chunk.operations().add(new Operation.Purge(KeyRange.only(key.get())));
                        chunk.answers().add(Chunk.UNDECIDED);
                    } else if (!addErase(chunk, now, key.get(), item.getVersao())) {
                        break;
                    }
                }
            }
            return chunk;
        }

        /// @return whether the chunk may take more
        private boolean addErase(Chunk chunk, Snapshot now, Key key, int version) {
            Optional<KeyValue> found = store.get(
                            key, View.at(now.revision()).within(new View.Bound.OrdinalAtMost(version)))
                    .filter(pair -> pair.version().ordinal() == version);
            if (found.isEmpty()) {
                chunk.answers().add(KvsReplies.REFUSED);
                return true;
            }
            Optional<KeyValue> newest = now.get(key);
            boolean alone = newest.isEmpty();
            if (alone && !chunk.answers().isEmpty()) {
                return false;
            }
            newest.ifPresent(pair -> chunk.conditions()
                    .add(Condition.writtenAt(key, pair.version().revision())));
            chunk.operations()
                    .add(new Operation.Erase(key, found.get().version().revision()));
            chunk.answers().add(alone ? Chunk.UNDECIDED : Integer.valueOf(version));
            return !alone;
        }

        private void answer(Chunk chunk, Commit commit) {
            int operation = 0;
            for (int i = 0; i < chunk.answers().size(); i++) {
                int answer = chunk.answers().get(i);
                ChaveVersao item = items.get(answers.size());
                if (answer == Chunk.UNDECIDED) {
                    boolean done = item.getVersao() > 0
                            ? commit.changed()
                            : !((OperationResult.Removed) commit.results().get(operation))
                                    .previous()
                                    .isEmpty();
                    answer = done ? Math.max(item.getVersao(), KvsReplies.ALL) : KvsReplies.REFUSED;
                    operation++;
                } else if (answer != KvsReplies.REFUSED) {
                    operation++;
                }
                answers.add(answer);
            }
        }
    }
}
