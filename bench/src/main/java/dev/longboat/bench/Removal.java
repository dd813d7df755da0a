package dev.longboat.bench;

import dev.longboat.client.Key;
import dev.longboat.client.KeySelector;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.LongboatException;
import dev.longboat.client.OperationResult;
import dev.longboat.client.ServerStat;
import dev.longboat.client.Session;
import dev.longboat.client.Sweep;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A way of taking away from a full disk what makes it full. Immutable.
enum Removal {
    /// All keys with all their versions: it makes room under every retention.
    PURGE("purge of everything") {
        @Override
        void run(LongboatClient client, List<Book> books) {
            client.sweep(Sweep.of(EVERYTHING, new Sweep.Purge()));
            books.forEach(Book::cleared);
        }
    },
    /// All keys, where nothing of a deleted key is kept.
    DELETE("delete of everything") {
        @Override
        void run(LongboatClient client, List<Book> books) {
            client.sweep(Sweep.of(EVERYTHING, new Sweep.Delete()));
            books.forEach(Book::cleared);
        }
    },
    /// All keys, and the past in which they can still be seen. Where every version is kept, deletes
    /// make no room, so when there is none left for more of them, those before are forgotten first.
    DELETE_AND_TRIM("delete and trim of everything") {
        @Override
        void run(LongboatClient client, List<Book> books) {
            try {
                DELETE.run(client, books);
            } finally {
                forgetThePast(client);
            }
        }

        private void forgetThePast(LongboatClient client) {
            ServerStat stat = client.stat();
            if (stat.oldestRevision() < stat.revision()) {
                client.trimTo(stat.revision());
            }
        }
    },
    /// Two keys of three, one by one; which, depends on how many books there are.
    PICK("delete of two keys of three") {
        @Override
        void run(LongboatClient client, List<Book> books) {
            try (Session session = client.session()) {
                for (Book book : books) {
                    List<String> picked = book.present().stream()
                            .filter(key -> (key + books.size()).hashCode() % 3 != 0)
                            .toList();
                    List<CompletableFuture<OperationResult.Delete>> answers = picked.stream()
                            .map(key -> session.delete(Key.of(key)))
                            .toList();
                    enter(book, picked, answers);
                }
            }
        }

        // Answers come in any order, and some deletes may be refused while others are not.
        private void enter(Book book, List<String> keys, List<CompletableFuture<OperationResult.Delete>> answers) {
            Optional<LongboatException> refused = Optional.empty();
            for (int i = 0; i < keys.size(); i++) {
                try {
                    answers.get(i).join();
                    book.deleted(keys.get(i));
                } catch (CompletionException e) {
                    if (!(e.getCause() instanceof LongboatException failure)) {
                        throw e;
                    }
                    refused = Optional.of(failure);
                }
            }
            refused.ifPresent(failure -> {
                throw failure;
            });
        }
    };

    private static final KeySelector EVERYTHING = KeySelector.prefix("");

    private final String words;

    Removal(String words) {
        this.words = words;
    }

    /// Takes away, and tells the books. It may be refused midway for want of room, and is then run
    /// once more: what was taken away before stays away.
    abstract void run(LongboatClient client, List<Book> books);

    /// Under which `--retention` it makes room.
    List<String> retentions() {
        return switch (this) {
            case PURGE -> List.of("newest-1", "newest-3", "all");
            case DELETE -> List.of("newest-1", "newest-3");
            case DELETE_AND_TRIM -> List.of("all");
            case PICK -> List.of("newest-1");
        };
    }

    /// Whether nothing is left.
    boolean isOfEverything() {
        return this != PICK;
    }

    @Override
    public String toString() {
        return words;
    }
}
