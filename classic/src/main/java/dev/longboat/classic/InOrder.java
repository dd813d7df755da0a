package dev.longboat.classic;

import dev.longboat.grpc.Failure;
import dev.longboat.grpc.FailureReply;
import dev.longboat.grpc.RefusedException;
import dev.longboat.grpc.Reply;
import dev.longboat.grpc.ReplySource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Answers to many requests that are carried out at once, in the order of the requests. Immutable.
final class InOrder {
    private InOrder() {}

    /// The answers, when the last of them can be made; each is made when its turn comes.
    static CompletableFuture<ReplySource> source(List<CompletableFuture<Supplier<Reply>>> answers) {
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(_ -> ReplySource.of(
                        answers.stream().map(answer -> answer.join().get()).iterator(), () -> {}));
    }

    /// What stands for a failure among the answers; an error ends them.
    static Supplier<Reply> instead(Failure failure, FailureReply failures) {
        return () -> failures.inPlaceOf(failure).orElseThrow(() -> new RefusedException(failure));
    }
}
