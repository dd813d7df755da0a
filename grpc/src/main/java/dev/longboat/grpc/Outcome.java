package dev.longboat.grpc;

/// Where the answer to one request goes: once, from any thread. Safe for concurrent use.
public interface Outcome {
    /// Answers it.
    void answer(Reply reply);

    /// Answers with something large that the caller of this method has counted already.
    ///
    /// @param afterwards runs once the answer has left, or cannot leave any more
    void answer(Reply reply, Runnable afterwards);

    /// Says why it has no answer.
    void fail(Failure failure);
}
