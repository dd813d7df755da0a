package dev.longboat.grpc;

/// Carries a [Failure] from where a request is read to where its call is answered. It has no stack:
/// it is a caller's mistake, not ours. Immutable.
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public RefusedException(Failure failure) {
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    /// What the caller is to be told.
    public Failure failure() {
        return failure;
    }
}
